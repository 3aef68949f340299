require("../serve.cjs").serve("bulkhead", "all");
