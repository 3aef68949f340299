require("../serve.cjs").serve("bulkhead-isolation", "isolation");
