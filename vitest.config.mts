import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/unit/**/*.test.ts'],
		testTimeout: 20_000,
		reporters: ['default', ['json', { outputFile: 'out/unit.json' }]],
	},
});
