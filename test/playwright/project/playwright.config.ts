import { defineConfig } from '@playwright/test';

/** Run by ../fixture.test.ts, which says where Chromium is and where results may go. */
export default defineConfig({
  testDir: '.',
  workers: 1,
  outputDir: process.env['OUTPUT_DIR'] ?? '/nonexistent',
  reporter: [['list'], ['json', { outputFile: `${process.env['OUTPUT_DIR'] ?? ''}/report.json` }]],
  use: {
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '',
      // Root has no sandbox.
      args: ['--no-sandbox'],
    },
  },
});
