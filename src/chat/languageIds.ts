/** What models write after a fence → VS Code's language ID, where the two differ. */
const ids = new Map([
	['bash', 'shellscript'],
	['c#', 'csharp'],
	['c++', 'cpp'],
	['cs', 'csharp'],
	['hcl', 'terraform'],
	['js', 'javascript'],
	['jsx', 'javascriptreact'],
	['kt', 'kotlin'],
	['md', 'markdown'],
	['ps1', 'powershell'],
	['py', 'python'],
	['rb', 'ruby'],
	['rs', 'rust'],
	['sh', 'shellscript'],
	['shell', 'shellscript'],
	['tf', 'terraform'],
	['ts', 'typescript'],
	['tsx', 'typescriptreact'],
	['yml', 'yaml'],
	['zsh', 'shellscript'],
]);

/** @param fence any text: it is only ever compared. */
export function languageId(fence: string): string {
	const name = fence.trim().toLowerCase();
	return ids.get(name) ?? name;
}
