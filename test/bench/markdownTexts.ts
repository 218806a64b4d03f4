/** An answer as models write them: headings, prose, lists, code, tables. */
export function typicalAnswer(length: number): string {
	let text = '';
	for (let part = 1; text.length < length; part++) {
		text += `## Step ${String(part)}: choose a profile\n\nUse the **inference profile** \`us.vendor.model-${String(part)}\` when the `;
		text +=
			'source region has no on-demand capacity. It routes *each request* to one of its [regions](https://example.com/';
		text += `${String(part)}), and the answer comes back as if it had been served at home. Mind the quota, though: it counts `;
		text += 'where the request was sent, not where it ran.\n\n';
		for (let item = 1; item <= 5; item++) text += `- item ${String(item)} with \`code\` and **weight**\n`;
		text += '\n1. first do this\n2. then do that\n   - and mind this\n3. done\n\n```python\n';
		for (let line = 0; line < 12; line++)
			text += `    value_${String(line)} = client.converse(modelId=profile, messages=[])  # ${String(part)}\n`;
		text += '```\n\n| region | latency | price |\n|---|--:|:-:|\n';
		for (let row = 0; row < 6; row++)
			text += `| eu-west-${String(row)} | ${String(120 + row)} ms | $0.00${String(row)} |\n`;
		text += '\n> A quote, with *emphasis*,\n> over two lines.\n\n';
	}
	return text.slice(0, length);
}

/** Texts of 40 KB (or as large as named) that make block splitting or parsing again quadratic. */
export function awkwardShapes(length = 40_000): [name: string, source: string][] {
	const fill = (piece: (index: number) => string): string => {
		let text = '';
		for (let index = 0; text.length < length; index++) text += piece(index);
		return text.slice(0, length);
	};
	const code = fill((index) => `const value${String(index)} = compute(${String(index)}, 'text');\n`);
	return [
		['one list', fill((index) => `- item ${String(index)} with **bold** and \`code\` in it\n`)],
		['one loose list', fill((index) => `- item ${String(index)} with **bold** and \`code\` in it\n\n`)],
		['one table', `| a | b | c |\n|---|---|---|\n${fill((index) => `| cell ${String(index)} | **b** | \`c\` |\n`)}`],
		['one paragraph in lines', fill((index) => `word ${String(index)} with *stress* and \`code\` and more of it\n`)],
		['one paragraph in one line', fill((index) => `word ${String(index)} with *stress* and \`code\` and more of it `)],
		['nested quote', fill((index) => `> > > line ${String(index)} of a quote that goes on and on\n`)],
		['repeated open emphasis', fill(() => '*a ')],
		['repeated open strong emphasis', fill(() => '**a _b ')],
		['repeated open brackets', fill(() => '[a ')],
		['repeated open image brackets', fill(() => '![a ')],
		['repeated brackets', fill(() => '[a] ')],
		['open link targets', fill(() => '[a](')],
		['runs of backticks', fill((index) => `${'`'.repeat(1 + (index % 200))} a `)],
		['10,000 backticks', '`'.repeat(10_000)],
		['one code fence', `\`\`\`js\n${code}`],
		['one indented code block', code.replace(/^/gm, '    ')],
		[
			'one line of code',
			`\`\`\`json\n[${fill((index) => `{"name": "item ${String(index)}", "value": ${String(index)}}, `)}`,
		],
		['5,000 quotes deep', '>'.repeat(5_000) + ' x\n'.repeat(3)],
		['5,000 list items deep', fill((index) => `${'  '.repeat(Math.min(index, 5000))}- a\n`)],
		['lists opened in one line', '- '.repeat(5_000)],
		[
			'50,000 cells',
			`|${'a|'.repeat(10)}\n|${'-|'.repeat(10)}\n${fill((index) => `|${`${String(index % 10)}|`.repeat(10)}\n`)}`,
		],
		['short table rows', `|${'a|'.repeat(20)}\n|${'-|'.repeat(20)}\n${fill(() => '|a|b|\n')}`],
		['one long table row', `|${'a|'.repeat(2000)}\n|${'-|'.repeat(2000)}\n|${'b|'.repeat(16_000)}`],
		['stars', '*'.repeat(length)],
		['one heading', `# ${fill((index) => `word ${String(index)} `)}`],
		['blank lines', '\n'.repeat(length)],
		[
			'link definitions after their uses',
			fill((index) => `[a${String(index % 400)}] `).slice(0, length / 2) +
				'\n\n' +
				fill((index) => `[a${String(index)}]: https://x.example/${String(index)}\n`).slice(0, length / 2),
		],
		['an unfinished definition', `[a]: /u "${fill((index) => `title ${String(index)}\n`)}`],
	];
}
