import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { analyse, type Judgement } from '../../../src/convert/engine/engine';
import { inThisThread } from '../../../src/convert/scan/inThisThread';
import { scan } from '../../../src/convert/scan/scan';
import { type CorpusFile, readCorpus, readProjects } from './corpus';

const today = '2026-11-22';
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
function mistakes({ path, text, labels }: CorpusFile, judgements: readonly Judgement[], score: Score): string[] {
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

function newScore(): Score {
	return { labels: 0, convertible: 0, converted: 0, right: 0 };
}

/** Prints what is wrong and a line for each group, and fails below the floor. */
function expectRight(scores: ReadonlyMap<string, Score>, wrong: readonly string[]): Score {
	const total = newScore();
	for (const score of scores.values())
		for (const key of Object.keys(total) as (keyof Score)[]) total[key] += score[key];
	const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
	const rows = [...scores, ['total', total] as const].map(
		([group, { labels, convertible, converted, right }]) =>
			`${group.padEnd(14)} ${String(labels).padStart(4)} occurrences  precision ${percent(right, converted).padStart(7)}  recall ${percent(right, convertible).padStart(7)}`,
	);
	console.log([...wrong, ...rows].join('\n'));
	expect(total.right / total.converted).toBeGreaterThanOrEqual(0.995);
	expect(total.right / total.convertible).toBeGreaterThanOrEqual(0.98);
	return total;
}

describe('the labelled corpus', () => {
	it('is judged as people labelled it', () => {
		const scores = new Map<string, Score>();
		const wrong = readCorpus().flatMap((file) => {
			const language = languageOf(file.path);
			const score = scores.get(language) ?? newScore();
			scores.set(language, score);
			return mistakes(file, analyse({ path: file.path, text: file.text, catalogue, today }), score);
		});
		expect(wrong, wrong.join('\n')).toEqual([]);
		expect(expectRight(scores, wrong).labels).toBeGreaterThanOrEqual(400);
	});

	it('of whole projects, whose files say something about each other, is judged as people labelled it', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'projects-'));
		try {
			const projects = readProjects();
			for (const { name, files } of projects) {
				for (const { path, text } of files) {
					const full = join(folder, name, path);
					mkdirSync(dirname(full), { recursive: true });
					writeFileSync(full, text);
				}
			}
			const roots = projects.map(({ name }) => ({
				path: join(folder, name),
				isFile: false,
				allowedRegionSets: [],
				preferredProfiles: [],
			}));
			const judged = new Map<string, readonly Judgement[]>();
			await scan(
				{ roots, catalogue, regionEvidence: [], today, usesGitignore: true, only: undefined },
				{
					signal: new AbortController().signal,
					memory: undefined,
					run: inThisThread,
					onNews: (news) => {
						for (const { path, judgements } of news.files) judged.set(path, judgements);
					},
				},
			);
			const scores = new Map<string, Score>();
			const wrong = projects.flatMap(({ name, files }) => {
				const score = newScore();
				scores.set(name, score);
				return files
					.flatMap((file) => mistakes(file, judged.get(join(folder, name, file.path)) ?? [], score))
					.map((each) => `${name}/${each}`);
			});
			expectRight(scores, wrong);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
		// Thousands of files, which take ten seconds on a machine that does nothing else, and far longer beside other work.
	}, 240_000);
});
