
throw new Error(77, "thrown");
