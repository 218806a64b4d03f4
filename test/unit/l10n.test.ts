import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const japanese = JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Record<string, string>;
const texts = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.flatMap((name) => textsOf(join('src', name)));

/** Every `l10n.t(…)` of a file; `key` is undefined where the first argument is no plain literal. */
function textsOf(path: string): { place: string; key: string | undefined }[] {
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	const found: { place: string; key: string | undefined }[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText())) {
			const [first] = node.arguments;
			const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
			const literal = first && ts.isStringLiteralLike(first) ? first.text : undefined;
			found.push({ place: `${path}:${String(line)}`, key: literal });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** `{0}`, `{name}`: what a translation must carry over. */
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].toSorted();

describe('texts for users', () => {
	it('are found in the sources', () => expect(texts.length).toBeGreaterThan(20));

	it('are literals, so that they can be extracted', () => {
		expect(texts.filter(({ key }) => key === undefined).map(({ place }) => place)).toEqual([]);
	});

	it('all have their Japanese', () => {
		const missing = texts.filter(({ key }) => key !== undefined && !japanese[key]);
		expect(missing.map(({ place, key }) => `${place} ${String(key)}`)).toEqual([]);
	});

	it('have no Japanese that nothing uses', () => {
		const used = new Set(texts.map(({ key }) => key));
		expect(Object.keys(japanese).filter((key) => !used.has(key))).toEqual([]);
	});

	it('keep their placeholders in Japanese', () => {
		const changed = Object.entries(japanese).filter(
			([key, text]) => String(placeholders(key)) !== String(placeholders(text)),
		);
		expect(changed).toEqual([]);
	});

	it('of the manifest stand in both languages', () => {
		const english = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
		const ja = JSON.parse(readFileSync('package.nls.ja.json', 'utf8')) as Record<string, string>;
		const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => String(key));
		expect(Object.keys(english).toSorted()).toEqual([...new Set(used)].toSorted());
		expect(Object.keys(ja).toSorted()).toEqual(Object.keys(english).toSorted());
	});
});
