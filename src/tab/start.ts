import { begin } from "./app.ts";
import { createHost } from "./host.ts";

const root = document.getElementById("app");
if (root) void begin(root, createHost());
