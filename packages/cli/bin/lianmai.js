#!/usr/bin/env node
// Not by way of index.js, which also loads what only the simulator needs.
import { main } from "../dist/main.js";

process.exitCode = await main(process.argv.slice(2));
