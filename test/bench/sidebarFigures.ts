/**
 * One run of the sidebar's figures, in a process of its own: `node measure.cjs OUTPUT.json`. The account is the simulator on
 * loopback, which answers each request after 1.5 seconds, as a Region far away does.
 */
import { writeFileSync } from 'node:fs';
import { makeGateway } from '../../src/aws/gateway';
import { CatalogueStore } from '../../src/profiles/catalogueStore';
import { SidebarMemory } from '../../src/profiles/sidebarMemory';
import { startSimulator } from '../../src/simulator/simulator';
import { TreeItemCollapsibleState } from 'vscode';
import { memoryLog } from '../unit/doubles/log';
import { EventEmitter } from '../unit/doubles/vscode';

const latencyMilliseconds = 1_500;

async function main(output: string): Promise<void> {
	const simulator = await startSimulator({ pace: 0 });
	const { endpoint, accessKeyId, secretAccessKey } = simulator;
	const gateway = makeGateway({
		connection: { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, accessKeyId, secretAccessKey },
		firstEventTimeoutMilliseconds: 60_000,
		idleTimeoutMilliseconds: 60_000,
		transport: 'http1',
	});
	let requests = 0;
	const stored = new Map<string, unknown>();
	const open = () => {
		const catalogue = new CatalogueStore({
			bundled: async () => (await import('../../src/bedrock/bundled')).bundledCatalogue(),
			memory: memento(stored),
			connection: {
				identity: 'dev',
				credentialsVersion: 0,
				sourceRegion: () => Promise.resolve('us-east-1'),
				onDidChange: new EventEmitter<void>().event as never,
			},
			listRegion: (region, signal) => {
				requests++;
				return gateway.listRegion(region, signal);
			},
			explain: (error) => ({ code: 'unknown', name: 'Error', message: String(error), retryable: false }),
			log: memoryLog(),
		});
		return { catalogue, memory: new SidebarMemory(memento(new Map()), memento(new Map())) };
	};

	// Another window has listed the account before; what it stored is all that the first rows need.
	await open().catalogue.refresh();
	requests = 0;
	const nothing = await time(() => Promise.resolve());
	const firstPaint = await time(() => paint(open()));
	const requestsBefore = requests;

	const { catalogue } = open();
	await catalogue.current();
	const regions = sourceRegions(await catalogue.current());
	await gateway.listRegion('us-east-1', new AbortController().signal);
	simulator.faults.push({ fault: { kind: 'latency', milliseconds: latencyMilliseconds } });
	let slowestRegion = 0;
	for (const region of regions.slice(0, 3)) {
		slowestRegion = Math.max(slowestRegion, await time(() => catalogue.browsed.show([region])));
	}
	const thirtyRegions = await time(() => open().catalogue.browsed.show(regions));
	writeFileSync(output, JSON.stringify({ requestsBefore, nothing, firstPaint, slowestRegion, thirtyRegions }));
	gateway.dispose();
	await simulator.close();
}

/** The first level, what is open below it, and how each of these rows looks. */
async function paint({ catalogue, memory }: { catalogue: CatalogueStore; memory: SidebarMemory }): Promise<void> {
	const { ProfilesTree, readContent } = await import('../../src/profiles/sidebar');
	const connection = {
		identity: 'dev',
		label: 'dev',
		settings: { kind: 'aws' } as const,
		sourceRegion: () => Promise.resolve('us-east-1'),
	};
	const describeError = () => ({ title: '', advice: '', remedies: [] });
	const parts = { catalogue, connection, memory, describeError, log: memoryLog() } as never;
	const tree = new ProfilesTree(() => readContent(parts));
	for (const row of await tree.getChildren()) {
		if (tree.getTreeItem(row).collapsibleState !== TreeItemCollapsibleState.Expanded) continue;
		for (const child of await tree.getChildren(row)) tree.getTreeItem(child);
	}
}

function sourceRegions({ profiles }: { profiles: readonly { sourceRegions: readonly string[] }[] }): string[] {
	const commercial = new Set(profiles.flatMap((profile) => profile.sourceRegions));
	return [...commercial].filter((region) => !region.startsWith('us-gov-')).slice(0, 30);
}

function memento(values: Map<string, unknown>) {
	return {
		keys: () => [...values.keys()],
		get: (key: string) => values.get(key),
		update: (key: string, value: unknown) => Promise.resolve(void values.set(key, structuredClone(value))),
	} as never;
}

/** Milliseconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

void main(process.argv[2] ?? 'sidebar.json');
