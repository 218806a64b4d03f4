import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { EditedText } from '../../../src/convert/engine/engine';
import { type IdShape, IdShapes } from '../../../src/convert/engine/idShapes';
import { type NamedRegion, RegionNames, regionShape } from '../../../src/convert/engine/regionNames';
import { SourceText } from '../../../src/convert/engine/sourceText';
import { toTheEnd } from '../../../src/convert/engine/steps';
import { longProgram } from './longProgram';

const catalogue = await bundledCatalogue();

/** Texts of pieces that matter to a search, side by side in any order. */
function textsOf(pieces: readonly string[]): fc.Arbitrary<string> {
	return fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));
}

describe('the search for Regions', () => {
	const pieces = [
		...['us-east-1', 'ap-southeast-2', 'US_WEST_2', 'USEast1', 'usGovWest1', 'APSoutheast2', 'eu-moon-9', 'xx', 'Z_'],
		...['-', '--', ':-', ':', '_', '1', '2', '"', ' ', '\n', 'é', 'us', '-1', '}'],
	];
	const known = new Set(Object.keys(catalogue.regionNames));

	it('finds what the whole pattern finds, in any text', () => {
		fc.assert(
			fc.property(textsOf(pieces), (text) => {
				const found: NamedRegion[] = [];
				toTheEnd(RegionNames.of(catalogue).findInSteps(text, (each) => found.push(each) < 0));
				const shaped = [...text.matchAll(new RegExp(regionShape, 'g'))].map(({ 0: name, index }) => ({
					start: index,
					end: index + name.length,
				}));
				for (const { region, start, end } of found) {
					expect(known).toContain(region);
					expect(shaped).toContainEqual({ start, end });
				}
				// Every Region by its own name, which is its own spelling.
				const plain = shaped.filter(({ start, end }) => known.has(text.slice(start, end)));
				expect(found.filter(({ start, end }) => known.has(text.slice(start, end)))).toEqual(
					plain.map((each) => ({ ...each, region: text.slice(each.start, each.end) })),
				);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('knows every spelling', () => {
		const text =
			'us-east-1 US_EAST_1 USEast1 usEast1 USGovCloudWest1 ap-southeast-2 AP_SOUTHEAST_2 apSouthEast2 APSoutheast2';
		const found: NamedRegion[] = [];
		toTheEnd(RegionNames.of(catalogue).findInSteps(text, (each) => found.push(each) < 0));
		expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(text.split(' '));
	});

	it('ends when there are enough', () => {
		let count = 0;
		toTheEnd(RegionNames.of(catalogue).findInSteps('us-east-1 '.repeat(100), () => ++count === 3));
		expect(count).toBe(3);
	});
});

describe('the search for IDs', () => {
	const providers = new Set(catalogue.models.map(({ modelId }) => modelId.slice(0, modelId.indexOf('.'))));
	const pattern = new RegExp(
		`(?:${[...providers].toSorted((a, b) => b.length - a.length).join('|')})\\.(?:[a-z0-9][a-z0-9.-]*(?:(?::|%3[Aa])[0-9]+(?:(?::|%3[Aa])[0-9]+[km]m?)?)?|(?=["'\`]))|FoundationModelIdentifier\\.([A-Z][A-Z0-9_]+)`,
		'g',
	);
	const pieces = [
		...['amazon', 'anthropic', 'ai21', 'us', 'FoundationModelIdentifier', 'nova-pro-v1', 'claude', 'CLAUDE_3', 'm'],
		...['.', '.', ':0', '%3A0', ':300k', '"', '-', ' ', '/', 'é', '\n'],
	];

	/** A hyphen, an escape or the end of a string: there is no ID without. */
	const mayBeId = (text: string, start: number, end: number): boolean =>
		/[-%A-Z]/.test(text.slice(start, end)) || /["'`]/.test(text.charAt(end));

	it('finds the shapes that one pattern would find, in any text, and none of ordinary names', () => {
		fc.assert(
			fc.property(textsOf(pieces), (text) => {
				const shapes = IdShapes.of(catalogue);
				const found: IdShape[] = [];
				for (let shape = shapes.next(text, 0); shape; shape = shapes.next(text, shape.end)) found.push(shape);
				const likely = found.filter(({ start, end }) => mayBeId(text, start, end));
				const expected = Array.from(text.matchAll(pattern), ({ 0: all, 1: constant, index }) => ({
					start: index,
					end: index + all.length,
					constant,
				}));
				expect(likely).toEqual(expected.filter(({ start, end }) => mayBeId(text, start, end)));
				expect(expected).toEqual(expect.arrayContaining(found));
				expect(shapes.isIn(text)).toBe(found.length > 0);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each([
		['openai.chat.completions.create', 0],
		['meta.value = google.cloud', 0],
		['deepseek.v3.1', 1],
		['"deepseek.v3.2"', 1],
		['amazon.nova-pro-v1:0', 1],
		['"amazon." + name', 1],
	])('passes over names of a program: %s', (text, count) => {
		const shapes = IdShapes.of(catalogue);
		const found: IdShape[] = [];
		for (let shape = shapes.next(text, 0); shape; shape = shapes.next(text, shape.end)) found.push(shape);
		expect(found).toHaveLength(count);
	});
});

describe('the words of a program', () => {
	const pieces = [
		...['name', 'name', 'other_name', ' ', '\n', '"', "'", '`', '#', '// ', '/*', '*/', '(', ')', '{', '}', '${', '='],
		...['f"', '"""', 'r/', '\\', '1', 'é', '漢'],
	];

	it.each(['python', 'typescript', 'bat', 'terraform'])('are those of its code, in %s', (language) => {
		fc.assert(
			fc.property(textsOf(pieces), (text) => {
				const source = SourceText.read(text, language);
				const places = Array.from(source.code.whole.matchAll(/\bname\b/g), ({ index }) => index);
				expect(source.placesOf('name')).toEqual(places);
				expect(source.code.whole).toHaveLength(text.length);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('the analysis of a long file', () => {
	it.each([
		['python', 'app.py'],
		['typescript', 'app.ts'],
	] as const)('is made in small steps, in %s', (language, path) => {
		const text = longProgram(language, 10_000);
		const steps = new EditedText().analyseInSteps({ path, text, catalogue, today: '2026-11-22' });
		let count = 0;
		while (!steps.next().done) count++;
		// One for each ID at least, and for each stretch of the text; but a step costs something too.
		expect(count).toBeGreaterThan(200 + text.length / 10_000);
		expect(count).toBeLessThan(2_000);
	});
});
