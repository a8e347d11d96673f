// Reads and parses a file of JSON in one piece: what a reader of HAR files is measured against.
import { readFileSync } from 'node:fs';

JSON.parse(readFileSync(process.argv[2], 'utf8'));
