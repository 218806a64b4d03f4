import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** So many places of a name are looked at for its type. */
const mostUses = 12;

/** `client: BedrockService`, `client: Annotated[Gateway, …]`, `client = Depends(get_client)` */
const typeBehind = /^\s{0,4}[?!]?\s{0,4}:\s{0,4}(?:readonly\s+|Annotated\[\s*)?(?:[\w.]+\.)?([A-Z]\w{3,60})/;
/** Go: `cfg config.Config`, where the package says more than the type. */
const packageBehind = /^[ \t]+\*?([a-z]\w{2,60})\.[A-Z]/;
/** Java, C#, PHP: `LlmClient client`. */
const typeBefore = /\b([A-Z]\w{3,60})(?:<[\w\s,]{1,60}>)?\s+\$?_?$/;
/** `@Inject(CLIENT) private readonly client`, `@Qualifier(…)` is a name of the framework's. */
const injected = /@Inject\(\s*([A-Z_a-z][\w.]{2,60})\s*\)\s*(?:(?:private|public|protected|readonly)\s+)*$/;

/**
 * What a parameter or field is declared as: a class of the project may say what the name itself does not.
 * @returns names of types and of what is injected, without doubles.
 */
export function declaredTypes(source: SourceText, name: string): readonly string[] {
	return remembered(typesByName, source, name, readTypes);
}

const typesByName = new PerText<Map<string, readonly string[]>>();

function readTypes(source: SourceText, name: string): readonly string[] {
	const found = new Set<string>();
	for (const use of source.placesOfName(name).slice(0, mostUses)) {
		const after = source.code.slice(use + name.length, use + name.length + 100);
		const before = source.code.slice(Math.max(0, use - 160), use);
		const behind = (source.language === 'go' ? packageBehind : typeBehind).exec(after)?.[1];
		for (const type of [
			behind,
			typeBefore.exec(before)?.[1],
			before.includes('@Inject') ? injected.exec(before)?.[1] : undefined,
		]) {
			if (type === undefined || general.test(type)) continue;
			found.add(type);
			// C# hands out a class by its interface, which is named like it.
			if (source.language === 'csharp' && /^I[A-Z]/.test(type)) found.add(type.slice(1));
		}
	}
	return [...found];
}

/** Types that say nothing of where a client sends its requests. */
const general =
	/^(?:String|Array|Object|Promise|Record|Optional|List|Dict|Callable|Session|Request|Response|Context|Logger|None|True|False)$/;
