import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { bundledCatalogue } from '../../src/bedrock/bundled';
import type { Catalogue } from '../../src/bedrock/catalogue';
import { DocumentAnalyser } from '../../src/convert/analysis';
import { closeAll } from './samples';

const program =
	'import boto3\nclient = boto3.client("bedrock-runtime", region_name="us-east-1")\nclient.converse(modelId="anthropic.claude-sonnet-4-5-20250929-v1:0")\n';

/** A catalogue that answers each time in its own way. */
class PlayedCatalogue {
	readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	next: (() => Promise<Catalogue>) | undefined;

	current(): Promise<Catalogue> {
		const answer = this.next ?? bundledCatalogue;
		this.next = undefined;
		return answer();
	}

	/** The next question is answered when the returned function is called. */
	hold(): () => void {
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		this.next = () => held.then(bundledCatalogue);
		return () => release();
	}
}

describe('the analysis of a document', () => {
	let catalogue: PlayedCatalogue;
	let analyser: DocumentAnalyser;
	let document: vscode.TextDocument;

	beforeEach(async () => {
		catalogue = new PlayedCatalogue();
		const never = new vscode.EventEmitter<void>().event;
		analyser = new DocumentAnalyser({
			catalogue,
			sourceRegion: {
				current: () => Promise.resolve('eu-west-1'),
				ofAwsProfile: () => Promise.resolve(undefined),
				onDidChange: never,
			},
			memory: { get: () => undefined, update: () => Promise.resolve(), keys: () => [] },
			log: vscode.window.createOutputChannel('analysis', { log: true }),
		});
		document = await vscode.workspace.openTextDocument({ language: 'python', content: program });
		await vscode.window.showTextDocument(document);
	});
	afterEach(async () => {
		analyser.dispose();
		await closeAll();
	});

	it('that ends after the text has changed is that of the text as it is now', async () => {
		const release = catalogue.hold();
		const slow = analyser.analyse(document);
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), '# changed\n');
		await vscode.workspace.applyEdit(edit);
		const quick = await analyser.analyse(document);
		assert.equal(quick?.judgements.length, 1);
		release();
		assert.ok((await slow) === quick, 'the same analysis');
	});

	it('that ends after something else has changed is the new one', async () => {
		const release = catalogue.hold();
		const slow = analyser.analyse(document);
		catalogue.changed.fire();
		const quick = await analyser.analyse(document);
		release();
		assert.ok(quick);
		assert.ok((await slow) === quick, 'the same analysis');
	});

	it('that failed is made again when it is asked for', async () => {
		catalogue.next = () => Promise.reject(new Error('Not now.'));
		await assert.rejects(analyser.analyse(document), /Not now\./);
		assert.equal((await analyser.analyse(document))?.judgements.length, 1);
	});

	it('is none for a document that was closed meanwhile, and none is kept', async () => {
		const release = catalogue.hold();
		const slow = analyser.analyse(document);
		await closeAll();
		assert.ok(document.isClosed);
		release();
		assert.equal(await slow, undefined);
		assert.equal(await analyser.analyse(document), undefined);
	});
});
