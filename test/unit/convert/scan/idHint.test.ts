import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../../src/bedrock/bundled';
import type { Catalogue } from '../../../../src/bedrock/catalogue';
import { analyse } from '../../../../src/convert/engine/engine';
import { candidateSearch, searchInJavaScript } from '../../../../src/convert/scan/candidateSearch';
import { IdHint } from '../../../../src/convert/scan/idHint';
import { idNames } from '../../../../src/convert/scan/idPattern';
import { readCorpus } from '../corpus';

let catalogue: Catalogue;
let hint: IdHint;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
	hint = new IdHint(idNames(catalogue));
});

function hints(text: string): boolean {
	return hint.inBytes(hint.room(Buffer.byteLength(text) + 1).write(text, 'utf8'));
}

describe('the look that a scan takes at a file', () => {
	it('misses no text of the corpus in which the engine finds an ID', () => {
		const missed = readCorpus().filter(({ path, text }) => {
			const judgements = analyse({ path, text, catalogue, today: '2026-11-22' });
			return judgements.length > 0 && !hints(text);
		});
		expect(missed.map(({ path }) => path)).toEqual([]);
	});

	it('misses no ID of the catalogue, wherever it stands', () => {
		const ids = [...catalogue.modelsById.keys(), ...catalogue.profilesById.keys()].filter((id) => id.includes('.'));
		fc.assert(
			fc.property(
				fc.constantFrom(...ids),
				fc.stringMatching(/^[ -~\n]{0,80}$/),
				fc.stringMatching(/^[ -~\n]{0,80}$/),
				(id, before, after) => {
					expect(hints(`${before} ${id} ${after}`)).toBe(true);
					expect(hint.inText(`${before} ${id} ${after}`)).toBe(true);
				},
			),
		);
		for (const id of ids) expect(hints(id), id).toBe(true);
	});

	it.each([
		'openai.chat.completions.create()',
		'https://docs.amazon.com/x',
		'meta.name = google.cloud',
		'',
		'anthropic.',
	])('passes over %j', (text) => expect(hints(text)).toBe(false));

	it('says the same of bytes and of text', () => {
		const piece = fc.constantFrom(
			'anthropic',
			'amazon',
			'.',
			'-',
			'claude',
			'"',
			'v1',
			' ',
			'FoundationModelIdentifier',
			'A',
			'deepseek',
			'v3.1',
			'\n',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
				const text = pieces.join('');
				expect(hints(text)).toBe(hint.inText(text));
			}),
		);
	});

	it('searches alike with and without vector instructions', () => {
		const after = new Uint8Array(256);
		const before = new Uint8Array(0x10000);
		for (const [character, kind] of Object.entries({ a: 1, b: 1, o: 1, n: 1, '.': 1, '-': 2, X: 3, c: 4 }))
			after[character.charCodeAt(0)] = kind;
		for (const [pair, kind] of Object.entries({ on: 1, ic: 1, '..': 2, ab: 2 }))
			before[pair.charCodeAt(0) | (pair.charCodeAt(1) << 8)] = kind;
		const searches = [candidateSearch({ after, before }), searchInJavaScript({ after, before })] as const;
		expect(Buffer.isBuffer(searches[0].room(4096))).toBe(false);
		// Stretches of the search end within the long ones, and blocks hold more full stops than usual.
		const long = ['a'.repeat(97), '.'.repeat(70), 'on.'.repeat(30), ' '.repeat(500)];
		const piece = fc.constantFrom('on', 'ic', '.', 'a', 'b', '-', 'X', 'c', ' ', 'é', 'onon.', ...long);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
				const bytes = Buffer.from(pieces.join(''));
				const places = searches.map((search) => {
					const text = search.room(100_000);
					text.fill(0);
					text.set(bytes);
					const found: number[] = [];
					for (let at = search.next(2, bytes.length); at < bytes.length; at = search.next(at + 1, bytes.length))
						found.push(at);
					return found;
				});
				expect(places[0]).toEqual(places[1]);
			}),
			// What follows the name is as long as is looked at, or longer.
			{ examples: [[[...long, '-']], [['on.', 'a'.repeat(97), 'a'.repeat(97), 'aaaaaa', '-']]] },
		);
	});
});
