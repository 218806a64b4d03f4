/** Every text of the page, in each of its languages. */
export interface Texts {
	readonly title: string;
	readonly world: (name: string, asOf: string) => string;
	readonly running: (minutes: number) => string;
	readonly lost: string;
	readonly noKey: string;
	readonly keyLabel: string;
	readonly keyButton: string;
	readonly wrongKey: string;
	readonly totalRequests: string;
	readonly totalThrottled: string;
	readonly totalFailed: string;
	readonly limits: string;
	readonly regions: string;
	readonly regionsHelp: string;
	readonly model: string;
	readonly anyModel: string;
	readonly onlyActive: string;
	readonly lastMinute: (requests: number) => string;
	readonly quotaUse: (percent: number) => string;
	readonly noQuotaUse: string;
	readonly load: (region: string) => string;
	readonly loadValue: (percent: number) => string;
	readonly flows: string;
	readonly noFlows: string;
	readonly flow: (source: string, destination: string, count: number) => string;
	readonly requests: string;
	readonly filter: string;
	readonly onlyProblems: string;
	readonly pause: string;
	readonly goOn: string;
	readonly columns: readonly [string, string, string, string, string, string, string, string];
	readonly noRequests: string;
	readonly noMatch: string;
	readonly runs: string;
	readonly left: string;
	readonly shown: (shown: number, all: number) => string;
	readonly faults: string;
	readonly faultsHelp: string;
	readonly operation: string;
	readonly anyOperation: string;
	readonly fault: string;
	readonly faultRegion: string;
	readonly anyRegion: string;
	readonly faultModel: string;
	readonly anyModelOrProfile: string;
	readonly probability: string;
	readonly faultWildcards: string;
	readonly times: string;
	readonly addFault: string;
	readonly clearFaults: string;
	readonly noFaults: string;
	readonly timesLeft: (count: number) => string;
	readonly everyTime: string;
	readonly often: (percent: string) => string;
	readonly removeFault: string;
	readonly errors: string;
	readonly beforeAnswer: string;
	readonly inStream: string;
	readonly presets: Readonly<Record<string, string>>;
	readonly refused: string;
}

const english: Texts = {
	title: 'Bedrock simulator',
	world: (name, asOf) => `World “${name}”, as of ${asOf}`,
	running: (minutes) => (minutes < 1 ? 'Running for less than a minute' : `Running for ${minutes} min`),
	lost: 'The simulator no longer answers. What you see is its last state; this page tries again by itself.',
	noKey: 'Open the address that the simulator printed when it started: the part behind the # is the key to this page.',
	keyLabel: 'Key',
	keyButton: 'Open',
	wrongKey: 'This key belongs to another run of the simulator. Use the address that it printed when it last started.',
	totalRequests: 'Requests',
	totalThrottled: 'Throttled',
	totalFailed: 'Other errors',
	limits: 'Quotas throttle',
	regions: 'Regions',
	regionsHelp:
		'A request through a profile runs in its source region while that has room, else in the destination with the most room. Load takes room away.',
	model: 'Quota of',
	anyModel: 'the busiest model of each',
	onlyActive: 'Only regions in use',
	lastMinute: (requests) => `${requests} in the last minute`,
	quotaUse: (percent) => `${percent} % of the quota`,
	noQuotaUse: 'Idle',
	load: (region) => `Load of others in ${region}`,
	loadValue: (percent) => `load ${percent} %`,
	flows: 'Source → inference region, last minute',
	noFlows: 'No request was routed to another region in the last minute.',
	flow: (source, destination, count) => `${source} → ${destination}: ${count}`,
	requests: 'Requests',
	filter: 'Filter requests',
	onlyProblems: 'Only problems',
	pause: 'Pause',
	goOn: 'Continue',
	columns: [
		'Time',
		'Operation',
		'Source region',
		'Model or profile',
		'Inference region',
		'Status',
		'Tokens',
		'Duration',
	],
	noRequests: 'No request yet. Point an AWS SDK at this address, or use the extension with the simulator.',
	noMatch: 'No request fits the filter.',
	runs: 'running',
	left: 'client left',
	shown: (shown, all) => `${shown} of ${all}`,
	faults: 'Faults',
	faultsHelp: 'Strikes the next requests, so that you can see how a program takes it.',
	operation: 'Operation',
	anyOperation: 'Any operation',
	fault: 'Fault',
	faultRegion: 'Source region',
	anyRegion: 'Any region',
	faultModel: 'Model or profile',
	anyModelOrProfile: 'Any, or * as in us.*',
	probability: 'Probability in %',
	faultWildcards: 'Without spaces; * stands for any characters',
	times: 'Times',
	addFault: 'Add fault',
	clearFaults: 'Remove all',
	noFaults: 'Nothing goes wrong on purpose.',
	timesLeft: (count) => (count === 1 ? 'once more' : `${count} times more`),
	everyTime: 'every time',
	often: (percent) => `at ${percent} %`,
	removeFault: 'Remove',
	errors: 'An AWS error instead of the answer',
	beforeAnswer: 'Before the answer',
	inStream: 'In the stream, after five events',
	presets: {
		latency: 'Two seconds late',
		silence: 'No answer at all',
		html: 'HTML from a proxy',
		stall: 'Stream stalls',
		cutAtFrame: 'Ends between frames, without its end',
		cutInFrame: 'Ends inside a frame',
		fin: 'Connection closes (FIN)',
		reset: 'Connection resets (RST)',
		rstStream: 'RST_STREAM (CANCEL)',
		goaway: 'GOAWAY (NO_ERROR)',
		badCrc: 'Frame with a bad checksum',
		exception: 'throttlingException event',
		drip: 'Byte by byte',
	},
	refused: 'The simulator refused this.',
};

const japanese: Texts = {
	title: 'Bedrock シミュレーター',
	world: (name, asOf) => `ワールド「${name}」（${asOf} 時点）`,
	running: (minutes) => (minutes < 1 ? '稼働時間 1 分未満' : `稼働時間 ${minutes} 分`),
	lost: 'シミュレーターが応答していません。表示は最後の状態です。自動的に再接続します。',
	noKey: 'シミュレーターが起動時に表示したアドレスを開いてください。# より後ろがこのページのキーです。',
	keyLabel: 'キー',
	keyButton: '開く',
	wrongKey: 'このキーはシミュレーターの別の実行のものです。最後に起動したときに表示されたアドレスを使ってください。',
	totalRequests: 'リクエスト',
	totalThrottled: 'スロットリング',
	totalFailed: 'その他のエラー',
	limits: 'クォータで制限する',
	regions: 'リージョン',
	regionsHelp:
		'プロファイル経由のリクエストは、ソースリージョンに空きがあればそこで、なければ最も空きのある送信先リージョンで実行されます。負荷をかけると空きが減ります。',
	model: 'クォータの対象',
	anyModel: '各リージョンで最も使われているモデル',
	onlyActive: '使用中のリージョンのみ',
	lastMinute: (requests) => `直近 1 分間に ${requests} 件`,
	quotaUse: (percent) => `クォータの ${percent} %`,
	noQuotaUse: '待機中',
	load: (region) => `${region} の他者による負荷`,
	loadValue: (percent) => `負荷 ${percent} %`,
	flows: 'ソース → 推論リージョン（直近 1 分間）',
	noFlows: '直近 1 分間に別のリージョンへルーティングされたリクエストはありません。',
	flow: (source, destination, count) => `${source} → ${destination}: ${count} 件`,
	requests: 'リクエスト',
	filter: 'リクエストを絞り込む',
	onlyProblems: '問題のみ',
	pause: '一時停止',
	goOn: '再開',
	columns: [
		'時刻',
		'操作',
		'ソースリージョン',
		'モデルまたはプロファイル',
		'推論リージョン',
		'ステータス',
		'トークン',
		'所要時間',
	],
	noRequests:
		'まだリクエストはありません。AWS SDK をこのアドレスに向けるか、拡張機能をシミュレーターに接続してください。',
	noMatch: '条件に合うリクエストはありません。',
	runs: '実行中',
	left: 'クライアントが切断',
	shown: (shown, all) => `${all} 件中 ${shown} 件`,
	faults: '障害',
	faultsHelp: '次のリクエストに障害を起こし、プログラムの振る舞いを確かめられます。',
	operation: '操作',
	anyOperation: 'すべての操作',
	fault: '障害',
	faultRegion: 'ソースリージョン',
	anyRegion: 'すべてのリージョン',
	faultModel: 'モデルまたはプロファイル',
	anyModelOrProfile: 'すべて（us.* のように * も可）',
	probability: '確率 (%)',
	faultWildcards: '空白なし。* は任意の文字列を表します',
	times: '回数',
	addFault: '障害を追加',
	clearFaults: 'すべて削除',
	noFaults: '意図的な障害はありません。',
	timesLeft: (count) => `残り ${count} 回`,
	everyTime: '毎回',
	often: (percent) => `確率 ${percent} %`,
	removeFault: '削除',
	errors: '応答の代わりに AWS のエラー',
	beforeAnswer: '応答の前',
	inStream: 'ストリームの 5 イベント後',
	presets: {
		latency: '2 秒遅れる',
		silence: 'まったく応答しない',
		html: 'プロキシの HTML',
		stall: 'ストリームが止まる',
		cutAtFrame: 'フレームの間で終わる（終了イベントなし）',
		cutInFrame: 'フレームの途中で終わる',
		fin: '接続が閉じる (FIN)',
		reset: '接続がリセットされる (RST)',
		rstStream: 'RST_STREAM (CANCEL)',
		goaway: 'GOAWAY (NO_ERROR)',
		badCrc: 'チェックサムが誤ったフレーム',
		exception: 'throttlingException イベント',
		drip: '1 バイトずつ',
	},
	refused: 'シミュレーターに拒否されました。',
};

/** @param language as in `navigator.language` or `?lang=` */
export function textsFor(language: string): Texts {
	return language.toLowerCase().startsWith('ja') ? japanese : english;
}
