// The load on the simulator, in a process of its own so that the server has its core to itself. Told what to do over the
// IPC channel, and answers there: { endpoint, accessKeyId, secretAccessKey, job, … } → the job's result.
import { connect } from 'node:net';
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';

const jobs = { requests, streams };

process.once('message', (message) => {
	void jobs[message.job](message).then((result) => process.send(result, () => process.disconnect()));
});

/** `count` short Converse requests over `connections` kept alive, each connection one at a time. @returns seconds */
async function requests({ connections, count, ...access }) {
	const request = await signed(
		access,
		new ConverseCommand({
			modelId: access.modelId,
			messages: [{ role: 'user', content: [{ text: 'Where does this run?' }] }],
			inferenceConfig: { maxTokens: 20 },
		}),
	);
	let left = count;
	const startedAt = performance.now();
	await Promise.all(
		Array.from({ length: connections }, () =>
			onConnection(access.endpoint, (socket, done) => {
				let received = Buffer.alloc(0);
				const next = () => (left-- > 0 ? socket.write(request) : done());
				socket.on('data', (chunk) => {
					received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
					const length = answerLength(received);
					if (length === undefined || received.length < length) return;
					if (!received.subarray(0, 12).equals(ok)) throw new Error(received.toString());
					received = received.subarray(length);
					next();
				});
				next();
			}),
		),
	);
	return { seconds: (performance.now() - startedAt) / 1_000 };
}

/**
 * `count` streams at once, one token in each event.
 * @returns for each event how much later than its time it came, in milliseconds; an event's time is given by the stream's
 * earliest one and the interval.
 */
async function streams({ count, intervalMilliseconds, tokens, ...access }) {
	const request = await signed(
		access,
		new ConverseStreamCommand({
			modelId: access.modelId,
			messages: [{ role: 'user', content: [{ text: 'Write at length where this runs.' }] }],
			inferenceConfig: { maxTokens: tokens },
		}),
	);
	const delays = [];
	await Promise.all(
		Array.from({ length: count }, (_, index) =>
			onConnection(access.endpoint, (socket, done) => {
				const arrivals = [];
				socket.on('data', (chunk) => {
					const now = performance.now();
					for (let at = -1; (at = chunk.indexOf('contentBlockDelta', at + 1)) >= 0;) arrivals.push(now);
					if (chunk.includes('metadata')) done();
				});
				socket.on('close', () => {
					const starts = arrivals.map((time, event) => time - event * intervalMilliseconds);
					const start = Math.min(...starts);
					for (const each of starts) delays.push(each - start);
				});
				// Clients do not all come in the same millisecond.
				setTimeout(() => socket.write(request), (index * intervalMilliseconds * 10) / count);
			}),
		),
	);
	await new Promise((resolve) => setTimeout(resolve, 100));
	return { delays };
}

const ok = Buffer.from('HTTP/1.1 200');

/** One whole request as the SDK signs and sends it, as bytes that may be sent again for five minutes. */
async function signed({ accessKeyId, endpoint, region, secretAccessKey }, command) {
	let captured;
	const client = new BedrockRuntimeClient({
		endpoint,
		region,
		credentials: { accessKeyId, secretAccessKey },
		maxAttempts: 1,
		requestHandler: {
			handle(request) {
				captured = request;
				return Promise.reject(new Error('captured'));
			},
		},
	});
	await client.send(command).catch(() => undefined);
	const { body, headers, method, path } = captured;
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

function onConnection(endpoint, talk) {
	const { hostname, port } = new URL(endpoint);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname, () => {
			socket.setNoDelay(true);
			talk(socket, () => {
				socket.destroy();
				resolve();
			});
		});
		socket.on('error', reject);
	});
}

/** Bytes of the first answer in `received`, as soon as its head is there. */
function answerLength(received) {
	const end = received.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const [, length] = /content-length: (\d+)/i.exec(received.toString('latin1', 0, end)) ?? [];
	return end + 4 + Number(length);
}
