import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { analyse, EditedText } from '../../../src/convert/engine/engine';
import { longProgram } from './longProgram';

const catalogue = await bundledCatalogue();
const today = '2026-11-22';

/** What people and their editors put in, harmless or not. */
const insertions = [
	'x',
	' ',
	'\n',
	'\n\n',
	'\t',
	'total = 3\n',
	'# a remark\n',
	'// a remark\n',
	'value.strip()',
	'"text"',
	"'",
	'"',
	'`',
	'"""',
	'(',
	')',
	'()',
	'{',
	'}',
	'{ a: 1 }',
	'[0]',
	'if (ready) {\n\treturn 1;\n}\n',
	'def late(x):\n    return x\n',
	'const late = (x: number) => x;\n',
	'client = None\n',
	'region = "eu-central-1"\n',
	'us-west-2',
	'anthropic.claude-3-haiku-20240307-v1:0',
	'"amazon.nova-pro-v1:0"',
	'modelId',
	'messages',
	'/*',
	'*/',
	'\\',
	'=',
	',',
	':',
	'=>',
	'pass\n',
	'        deep()\n',
	'shallow()\n',
	'class Late {}\n',
	'é漢🙂',
];

const edit = fc.record({
	/** Where, in ten thousandths of the text; edits often follow one another. */
	at: fc.integer({ min: 0, max: 9_999 }),
	isNear: fc.boolean(),
	removed: fc.oneof(
		{ weight: 6, arbitrary: fc.constant(0) },
		{ weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) },
	),
	inserted: fc.oneof(fc.constantFrom('x', '1', ' ', 'y z', '\n'), fc.constantFrom('', ...insertions)),
});

describe('a text that is being edited', () => {
	for (const kind of ['python', 'typescript'] as const) {
		it(`${kind}: is judged as if it were read anew after every edit`, () => {
			const path = kind === 'python' ? 'app.py' : 'app.ts';
			let moved = 0;
			fc.assert(
				fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
					let text = longProgram(kind, 160);
					const edited = new EditedText();
					edited.analyse({ path, text, catalogue, today });
					let position = 0;
					for (const { at, isNear, removed, inserted } of edits) {
						position = isNear ? Math.min(position + 1, text.length) : Math.floor((at / 10_000) * text.length);
						text = text.slice(0, position) + inserted + text.slice(position + removed);
						const input = { path, text, catalogue, today };
						const judgements = edited.analyse(input);
						if (!edited.wasWhole) moved++;
						expect(judgements).toEqual(analyse(input));
					}
				}),
				{ numRuns: 40 },
			);
			expect(moved, 'edits that cost next to nothing').toBeGreaterThan(5);
		});
	}

	it('an edit of the ID, its client or its region is judged anew', () => {
		const text = longProgram('python', 240);
		const edited = new EditedText();
		const before = edited.analyse({ path: 'app.py', text, catalogue, today });
		const other = text.replace('region_name="us-east-1"', 'region_name="eu-central-1"');
		const after = edited.analyse({ path: 'app.py', text: other, catalogue, today });
		expect(other).not.toBe(text);
		expect(after).not.toEqual(before);
		expect(after).toEqual(analyse({ path: 'app.py', text: other, catalogue, today }));
	});

	// What is read beside each ID adds up: from some point on the usual keystroke has the whole text judged anew.
	it.each(['python', 'typescript'] as const)(
		'most keystrokes in a long file of %s take no whole analysis',
		(language) => {
			const path = language === 'python' ? 'app.py' : 'app.ts';
			const edited = new EditedText();
			let text = longProgram(language, 4_000, 80);
			const starts = [...text.matchAll(/\n/g)].map(({ index }) => index);
			const keystrokes = Array.from({ length: 50 }, (_, place) =>
				Math.floor(((place + 0.5) / 50) * starts.length),
			).flatMap((line) => ' total'.split('').map((letter) => ({ letter, at: starts[line]! })));
			edited.analyse({ path, text, catalogue, today });
			const whole = keystrokes.filter(({ letter, at }, typed) => {
				text = text.slice(0, at + typed) + letter + text.slice(at + typed);
				edited.analyse({ path, text, catalogue, today });
				return edited.wasWhole;
			});
			expect(whole.length).toBeLessThan(keystrokes.length / 2);
		},
	);

	it('typing in a body of its own moves what stands below', () => {
		const text = longProgram('typescript', 240);
		const edited = new EditedText();
		edited.analyse({ path: 'app.ts', text, catalogue, today });
		const at = text.indexOf('\t\tthis.rows.push');
		let typed = text;
		for (const [index, character] of 'const sum = 1;\n'.split('').entries()) {
			typed = typed.slice(0, at + index) + character + typed.slice(at + index);
			const input = { path: 'app.ts', text: typed, catalogue, today };
			expect(edited.analyse(input)).toEqual(analyse(input));
			expect(edited.wasWhole, character).toBe(false);
		}
	});
});
