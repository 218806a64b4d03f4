import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bucket behind S3's own protocol, on a real socket: lists of objects, with pages of `pageSize`, and objects. */
export class LogBucketServer {
	readonly objects = new Map<string, { readonly body: Uint8Array; readonly writtenAt: Date }>();
	readonly readKeys: string[] = [];
	/** Answers everything with this error. */
	refusal: { readonly status: number; readonly code: string } | undefined;
	endpoint = '';
	private readonly server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://bucket');
		const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
		const answer = (status: number, body: string | Uint8Array, type = 'application/xml') => {
			response.writeHead(status, { 'content-type': type });
			response.end(body);
		};
		if (this.refusal) {
			answer(this.refusal.status, `<Error><Code>${this.refusal.code}</Code><Message>Access Denied</Message></Error>`);
		} else if (url.searchParams.get('list-type') === '2') {
			answer(200, this.list(url.searchParams));
		} else {
			this.readKeys.push(key);
			const object = this.objects.get(key);
			if (object) answer(200, object.body, 'application/octet-stream');
			else answer(404, '<Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message></Error>');
		}
	});

	constructor(private readonly pageSize: number) {}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.endpoint = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private list(query: URLSearchParams): string {
		const prefix = query.get('prefix') ?? '';
		const delimiter = query.get('delimiter') ?? '';
		const start = Number(query.get('continuation-token') ?? 0);
		const folders = new Set<string>();
		const keys: string[] = [];
		for (const key of [...this.objects.keys()].sort()) {
			if (!key.startsWith(prefix)) continue;
			const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
			if (end < 0) keys.push(key);
			else folders.add(key.slice(0, end + 1));
		}
		const shown = keys.slice(start, start + this.pageSize);
		const isCut = start + this.pageSize < keys.length;
		const contents = shown.map((key) => {
			const { body, writtenAt } = this.objects.get(key)!;
			return `<Contents><Key>${key}</Key><LastModified>${writtenAt.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`;
		});
		const prefixes = [...folders].map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
		const next = isCut ? `<NextContinuationToken>${start + this.pageSize}</NextContinuationToken>` : '';
		return `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${isCut}</IsTruncated>${contents.join('')}${prefixes.join('')}${next}</ListBucketResult>`;
	}
}
