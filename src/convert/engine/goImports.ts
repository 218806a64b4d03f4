import type { LocalImport } from './localImport';
import { foldersAbove, joined } from './modulePaths';

/** So many folders at the end of an import's path may be the project's own. */
const mostParts = 3;
const mostBases = 4;

/** The packages that a Go text imports from its own module: `"example.com/app/internal/llm"` lies in `internal/llm`. */
export function* goImports(text: string, path: string): Generator<LocalImport> {
	const pattern = /^[ \t]*(?:import[ \t]+)?(?:(\w+)[ \t]+)?"([\w.-]+(?:\/[\w.-]+)+)"[ \t]*(?:\/\/.*)?\r?$/gm;
	for (const [, alias, imported = ''] of text.matchAll(pattern)) {
		if (published.test(imported)) continue;
		const parts = imported.split('/');
		const name = parts.at(-1) ?? '';
		const files = [name, 'client', 'config', 'bedrock', 'aws', 'clients'].map((file) => `${file}.go`);
		const count = Math.min(mostParts, parts.length - 1);
		const folders = Array.from({ length: count }, (_, index) => parts.slice(parts.length - count + index).join('/'));
		const candidates = foldersAbove(path)
			.slice(-mostBases)
			.flatMap((base) => folders.flatMap((folder) => files.map((file) => joined(base, `${folder}/${file}`))));
		yield { names: new Map([[alias ?? name, name]]), candidates };
	}
}

const published =
	/^(?:github\.com\/aws|golang\.org|google\.golang\.org|gopkg\.in|go\.uber\.org|github\.com\/(?:spf13|gin-gonic|stretchr|labstack|google|sirupsen|joho))\//;
