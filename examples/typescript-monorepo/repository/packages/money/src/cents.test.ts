import { isCents } from "./money.js";

if (!isCents(1250) || isCents(12.5)) throw new Error("cents are whole");
