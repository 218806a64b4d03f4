import {
	isDataLanguage,
	isFlag,
	isOfAirflow,
	isOfEnvironment,
	isPath,
	memberReading,
	placesNaming,
	placesReading,
} from './dataUsers';
import { foldersAbove, nameOf } from './modulePaths';
import { type Module, type User } from './otherTexts';
import type { Reading } from './outsideTexts';
import { isOption } from './ownOptions';
import type { SourceText } from './sourceText';
import { isImported } from './toldRegions';
import type { RegionEvidence } from './types';

/** So many variables of one text are looked for in others. */
const mostVariables = 20;

/** Where a program reads a setting. */
interface ReadingPlace extends Reading {
	readonly text: Module;
}

/** The programs that read what a text of data, or a deployment, sets for them. */
export class SettingReaders {
	/** By the setting that was asked for. */
	private readonly readings = new Map<string, readonly ReadingPlace[]>();
	private usesAirflow: boolean | undefined;

	/**
	 * @param path of the text.
	 * @param users that may use its names.
	 * @param readers that may read its settings.
	 * @param isThere whether the project has one of these files.
	 */
	constructor(
		private readonly source: SourceText,
		private readonly path: string,
		private readonly users: () => readonly User[],
		private readonly readers: () => readonly User[],
		private readonly isThere: (candidates: readonly string[]) => boolean,
	) {}

	/** What they say of where the value of a setting is sent from. @param known what the text says itself. */
	evidenceOf(read: readonly string[], known: RegionEvidence | undefined): RegionEvidence | undefined {
		const places = [...(known ? [] : this.placesNaming()), ...this.reading(read)];
		const told = places.map(({ text: { path, regions }, at }) => {
			// A script may be run from anywhere.
			if (known) return { path, regions: isOfShell.test(path) ? [] : regions.ownRegionsAt(at) };
			return { path, regions: regions.evidenceAt(at)?.regions ?? [] };
		});
		const first = told.find(({ regions }) => regions.length > 0);
		const all = told.flatMap(({ regions }) => (regions.length > 0 ? regions : (known?.regions ?? [])));
		return first && { source: 'project', regions: [...new Set(all)], fileName: nameOf(first.path) };
	}

	/** Where programs and scripts name the text, which is data. */
	private placesNaming(): readonly ReadingPlace[] {
		const users = isDataLanguage(this.source.language) ? this.users() : [];
		return users.flatMap((user) => {
			const places = placesNaming(user.text, this.path, this.isThere);
			return places.flatMap((at) => usesOfImported(user.module, at).map((use) => ({ text: user.module, at: use })));
		});
	}

	reading(settings: readonly string[]): readonly ReadingPlace[] {
		return settings.flatMap((setting) => this.placesReading(setting));
	}

	/** Where a setting is read by those nearest to the text: others may give their own the same name. */
	private placesReading(setting: string): readonly ReadingPlace[] {
		const known = this.readings.get(setting);
		// A text that sets more variables than a program reads is no such program's.
		const isMeant =
			isOption(setting) ||
			isFlag(setting) ||
			isPath(setting) ||
			isOfEnvironment(setting) ||
			(isOfAirflow(setting) && this.isForAirflow());
		if (known || !isMeant || this.readings.size >= mostVariables) return known ?? [];
		const readers = this.readers();
		const member = memberReading(
			readers.map(({ text }) => text),
			setting,
		);
		const found = readers.flatMap((user) =>
			placesReading(user.text, setting, member).map((at) => ({ text: user.module, at })),
		);
		let places: readonly ReadingPlace[] = [];
		for (const folder of foldersAbove(this.path)) {
			places = found.filter(({ text: { path } }) => folder === '' || path.startsWith(`${folder}/`));
			if (places.some(({ text }) => !isOfShell.test(text.path))) break;
		}
		this.readings.set(setting, places);
		return places;
	}

	private isForAirflow(): boolean {
		return (this.usesAirflow ??= this.users().some(({ text }) => text.text.includes('airflow')));
	}
}

export const isOfShell = /\.(?:sh|bash|ps1|mk)$|(?:^|\/)(?:Makefile|justfile|Taskfile\.ya?ml)$/;

/** So many uses of what is imported are looked at. */
const mostUses = 5;

/** `import models from "./models.json"`: where the text uses it; of any other place the place itself. */
function usesOfImported({ source, regions }: Module, at: number): readonly number[] {
	const before = source.text.slice(Math.max(source.lineStart(at), at - 200), at);
	const name = /^\s*import\s+(?:\*\s+as\s+)?([\w$]+)\s+from\s+["'][^"']*$/.exec(before)?.[1];
	if (name === undefined) return [at];
	return regions.told
		.usesOf(name)
		.filter((use) => !isImported(source, use))
		.slice(0, mostUses);
}
