import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { analyse } from '../../../src/convert/engine/engine';
import { type CorpusFile, readCorpus } from './corpus';

const files = readCorpus();
let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

interface Score {
	labels: number;
	convertible: number;
	converted: number;
	right: number;
}

/** What the engine says that the labels do not, one line each. */
function mistakes({ path, text, labels }: CorpusFile, score: Score): string[] {
	const judgements = analyse({ path, text, catalogue, today: '2026-11-22' });
	const wrong: string[] = [];
	for (const { occurrence, decision, candidates } of judgements) {
		const label = labels.find(({ offset }) => offset === occurrence.start);
		if (decision !== 'convert' || label?.decision === 'either') continue;
		score.converted++;
		const replacement = candidates[0]?.profileId ?? '';
		const isRight = label?.decision === 'convert' && replacement.startsWith(label.replacement ?? '');
		if (isRight) score.right++;
		else wrong.push(`${path}:${String(occurrence.line)} ${occurrence.id} became ${replacement}`);
	}
	for (const { offset, id, decision, reason } of labels) {
		score.labels++;
		const judgement = judgements.find(({ occurrence }) => occurrence.start === offset);
		const place = `${path}:${String(text.slice(0, offset).split('\n').length)} ${id}`;
		if (decision === 'convert') {
			score.convertible++;
			if (judgement?.decision !== 'convert') wrong.push(`${place} stayed: ${judgement?.reason.code ?? 'not found'}`);
		}
		if (reason !== undefined && judgement?.decision !== 'convert' && judgement?.reason.code !== reason) {
			wrong.push(`${place} was left for ${judgement?.reason.code ?? 'nothing'}, not for ${reason}`);
		}
	}
	return wrong;
}

const languageOf = (path: string): string => /\.?([\w-]+)$/.exec(path)?.[1] ?? path;

describe('the labelled corpus', () => {
	it('is judged as people labelled it', () => {
		const scores = new Map<string, Score>();
		const wrong = files.flatMap((file) => {
			const language = languageOf(file.path);
			const score = scores.get(language) ?? { labels: 0, convertible: 0, converted: 0, right: 0 };
			scores.set(language, score);
			return mistakes(file, score);
		});
		const total = { labels: 0, convertible: 0, converted: 0, right: 0 };
		for (const score of scores.values())
			for (const key of Object.keys(total) as (keyof Score)[]) total[key] += score[key];
		const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
		const rows = [...scores, ['total', total] as const].map(
			([language, { labels, convertible, converted, right }]) =>
				`${language.padEnd(14)} ${String(labels).padStart(4)} occurrences  precision ${percent(right, converted).padStart(7)}  recall ${percent(right, convertible).padStart(7)}`,
		);
		console.log(rows.join('\n'));
		expect(wrong, wrong.join('\n')).toEqual([]);
		expect(total.labels).toBeGreaterThanOrEqual(400);
		expect(total.right / total.converted).toBeGreaterThanOrEqual(0.995);
		expect(total.right / total.convertible).toBeGreaterThanOrEqual(0.98);
	});
});
