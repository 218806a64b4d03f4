import { it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { analyse } from '../../../src/convert/engine/engine';
it('perf', async () => {
	const catalogue = await bundledCatalogue();
	const fn = (i: number, id: boolean) => `def handler_${i}(event, context):\n    """Handle one event."""\n    client = make_client("bedrock-runtime", region_name=REGION)\n    value = {"key": [1, 2, 3], 'other': f"{event['a']}"}\n    # a comment here\n    response = client.converse(modelId=${id ? '"anthropic.claude-3-haiku-20240307-v1:0"' : 'MODEL_ID'}, messages=[{"role": "user"}])\n    return response["output"]\n\n\n`;
	for (const [name, every] of [['few', 250], ['many', 10]] as const) {
		let text = 'import boto3\nREGION = "us-east-1"\nMODEL_ID = "anthropic.claude-3-haiku-20240307-v1:0"\n';
		for (let i = 0; i < 1111; i++) text += fn(i, i % every === 0);
		const times: number[] = [];
		let n = 0;
		for (let k = 0; k < 15; k++) {
			const t = performance.now();
			n = analyse({ path: 'a.py', text, catalogue, today: '2026-11-22' }).length;
			times.push(performance.now() - t);
		}
		times.sort((a, b) => a - b);
		console.log(name, text.split('\n').length, text.length, n, 'median', times[7]!.toFixed(1), 'max', times[14]!.toFixed(1));
	}
	for (const [name, text] of Object.entries({
		dots: 'anthropic.'.repeat(300_000), quotes: '\\"'.repeat(1_500_000), open: '('.repeat(300_000) + '"anthropic.claude-3-haiku-20240307-v1:0"',
		regions: 'region = us-east-1\n'.repeat(60_000) + 'x = "anthropic.claude-3-haiku-20240307-v1:0"', ids: '"anthropic.claude-3-haiku-20240307-v1:0" + '.repeat(10_000), hyphens: 'anthropic.a' + '-'.repeat(2_000_000),
		words: 'x = y\n'.repeat(300_000) + 'x = "anthropic.claude-3-haiku-20240307-v1:0"\nfoo(x)\n'.repeat(200), spaces: 'a = ' + ' '.repeat(2_000_000) + '"anthropic.claude-3-haiku-20240307-v1:0"', unknown: '"anthropic.claude-9-nothing-1", '.repeat(5000),
	})) {
		for (const path of ['a.py', 'a.ts', 'a.yaml', 'a.sh', 'a.md']) {
			const t = performance.now();
			const n = analyse({ path, text, catalogue, today: '2026-11-22' }).length;
			const ms = performance.now() - t;
			if (ms > 300) console.log(name, path, text.length, n, ms.toFixed(0));
		}
	}
}, 600_000);
