#!/usr/bin/env node
import { argv } from 'node:process';
import { runTool } from '../../scripts/install-tools.mjs';

runTool('tools/checks', '@biomejs/biome/bin/biome', argv.slice(2));
