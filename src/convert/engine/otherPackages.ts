import { isQualifiedBy } from './importerWords';
import { isReadByKey, keysOfObject, placesOfKey } from './keyedMembers';
import { headOf } from './heldNames';
import { gathered, isScript, type Module, type User } from './otherTexts';
import type { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { isImported } from './toldRegions';
import type { ModuleText, RegionEvidence } from './types';

/** The programs of a repository's other packages that use what one text holds. */
export class OtherPackages {
	/**
	 * @param path of the text.
	 * @param users in and around its own folder.
	 * @param importers in other packages.
	 * @param mayUse whether a program imports the text, where it has to.
	 */
	constructor(
		private readonly source: SourceText,
		private readonly path: string,
		private readonly users: () => readonly User[],
		private readonly importers: () => readonly User[],
		private readonly mayUse: (program: ModuleText) => boolean,
	) {}

	/** What those say who name a member by its key, where the object is read by a key that is given: `ask('lease')` for `MODELS[job]`. */
	evidenceNaming(object: string, key: string): RegionEvidence | undefined {
		const keys = keysOfObject(this.source, object);
		if (!keys.includes(key) || !this.users().some(({ text }) => isReadByKey(text.text, object))) return undefined;
		const users = [...this.users(), ...this.importers()].filter(({ text }) => this.mayUse(text));
		return gathered(users, (user) => {
			const { regions, source } = user.module;
			const places = placesOfKey(source, key);
			if (places.length > 0) return places.flatMap((at) => regions.evidenceAt(at)?.regions ?? user.configured);
			// Who names no key at all may ask for any.
			const isOfOthers = keys.some((each) => placesOfKey(source, each).length > 0);
			return !isOfOthers ? (toTheEnd(regions.ofFileInSteps())?.regions ?? []) : [];
		});
	}

	/** What they say where they use a constant. */
	evidenceUsing(constants: readonly string[]): RegionEvidence | undefined {
		return gathered(this.importers(), (user) => {
			const used = constants.filter((name) => user.text.text.includes(headOf(name)));
			return used.length > 0 && this.mayUse(user.text) ? this.sentBy(user, used) : [];
		});
	}

	private sentBy({ module, configured }: User, used: readonly string[]): readonly string[] {
		const { regions } = module;
		return this.usesIn(module, used).flatMap((at) => {
			const said = regions.evidenceAt(at)?.regions;
			if (said || configured.length > 0) return said ?? configured;
			return regions.ofSurroundings()?.regions ?? [];
		});
	}

	/** Where another text does something with names of this one. */
	usesIn({ source, names, regions }: Module, used: readonly string[]): readonly number[] {
		const isOwn = (at: number): boolean => {
			const qualifier = /([\w$]*)\s*(?:\.|::)\s*$/.exec(source.code.slice(Math.max(0, at - 80), at))?.[1];
			return qualifier === undefined || isScript(source.language) || isQualifiedBy(qualifier, this.source, this.path);
		};
		return used
			.filter((name) => names.allBindingsOf(headOf(name)).every((each) => isRequired(source.text.whole, each)))
			.flatMap((name) => regions.told.usesOf(name).filter((at) => isOwn(at) && !isImported(source, at)));
	}
}

/** `const { MODEL } = require('./models')`: a name of the text's own for what another one holds. */
export function isRequired(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
	return /^(?:await\s+)?(?:require|import)\s*\(/.test(text.slice(start, Math.min(end, start + 40)));
}
