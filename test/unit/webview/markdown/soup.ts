/** Lines that make trouble for a Markdown parser, in random order: containers, leaves, half markers, blank lines. */
const starts = [
	'',
	'',
	'',
	'  ',
	'   ',
	'    ',
	'\t',
	'> ',
	'>',
	'> > ',
	'- ',
	'-   ',
	'* ',
	'+ ',
	'-\t',
	'1. ',
	'7) ',
	'10. ',
	'     ',
];
const middles = [
	'',
	'word',
	'two words',
	'[x] done',
	'[ ] *not',
	'[x]',
	'# head',
	'## head ##',
	'---',
	'***',
	'===',
	'-',
	'```',
	'```py',
	'~~~',
	'````',
	'| a | b |',
	'a | b',
	'|---|---|',
	'--- | :-:',
	'| 1 | 2 | 3 |',
	'| 1 |',
	'[a]: /u',
	'[b]: https://b.example "t"',
	'[c]:',
	'/later',
	'"title',
	'end"',
	'[a] and [b][c]',
	'*open',
	'close*',
	'**bold** _it_',
	'`code',
	'more`',
	'[link](https://x.example',
	'x)',
	'![i](https://i.example/p.png)',
	'<https://auto.example>',
	'<b>html</b>',
	'&amp; &copy;',
	'\\*esc\\*',
	'hard  ',
	'back\\',
	'~~gone~~',
	'*a **b* c**',
	'🦊 fox',
	'[x',
	'][',
	'naïve\u00a0x',
	'1',
	'2.',
	'+',
	'#',
	'[b]',
	'[a',
	']: /w',
];

export function soup(random: () => number, lines: number): string {
	const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
	let source = '';
	for (let line = 0; line < lines; line++) {
		if (random() < 0.2) source += pick(['', '', '  ', '>', '\t']);
		else {
			const depth = Math.floor(random() * 3);
			for (let level = 0; level < depth; level++) source += pick(starts);
			source += pick(middles);
			if (random() < 0.3) source += ` ${pick(middles)}`;
		}
		source += pick(['\n', '\n', '\n', '\n', '\r\n', '\r']);
	}
	return random() < 0.5 ? source : source.trimEnd();
}
