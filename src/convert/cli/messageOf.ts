/** What went wrong, as the second half of a sentence. */
export function messageOf(error: unknown): string {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOENT':
			return 'there is no such file or folder';
		case 'EISDIR':
			return 'it is a folder';
		case 'EACCES':
		case 'EPERM':
			return 'its permissions forbid it';
		default:
	}
	const message = error instanceof Error ? error.message : String(error);
	return message.replace(/\.$/, '');
}
