require("../serve.cjs").serve("bulkhead-baseline", "baseline");
