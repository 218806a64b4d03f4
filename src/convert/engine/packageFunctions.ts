import { folderOf } from './modulePaths';
import type { User } from './otherTexts';
import type { OutsideText } from './outsideTexts';
import type { ModuleText } from './types';

/** Languages in which the files of a package know each other's functions without an import, by the word that declares one. */
const declaring = new Map([
	['go', 'func'],
	['swift', 'func'],
	['kotlin', 'fun'],
]);
/** What the languages bring themselves is called so too. */
const ofLanguage =
	/^(?:string|append|panic|print\w*|listOf|setOf|mapOf|arrayOf|mutable\w+|require\w*|check\w*|error|launch|async|run\w*|with|fatalError|precondition)$/;

/** What stands before the name of such a function where it is declared. @returns `undefined` where none can be meant. */
export function declarationInPackage(language: string, callee: string): string | undefined {
	const word = declaring.get(language);
	return word === undefined || !/^[a-zA-Z]\w{3,60}$/.test(callee) || ofLanguage.test(callee)
		? undefined
		: `${word} ${callee}(`;
}

/** The text of the package that declares a function: of Go in the same folder. */
export function textDeclaring(
	declaration: string,
	language: string,
	path: string,
	users: readonly User[],
	readOthers: () => readonly ModuleText[],
	moduleOf: (text: ModuleText) => OutsideText,
): OutsideText | undefined {
	const isMeant = ({ path: other, text }: ModuleText): boolean =>
		other !== path && text.includes(declaration) && (language !== 'go' || folderOf(other) === folderOf(path));
	const near = users.find(({ text }) => isMeant(text));
	if (near) return near.module;
	const other = readOthers().find(isMeant);
	return other && moduleOf(other);
}
