// The baseline for the simulator's streams: a bare HTTP server that writes a token's worth of bytes at the same times.
import { createServer } from 'node:http';

const intervalMilliseconds = 20;
const firstMilliseconds = 400;
/** As long as a frame of the simulator, and like it with the name once. */
const event = Buffer.concat([Buffer.from('contentBlockDelta'), Buffer.alloc(173, '.')]);

const server = createServer((request, response) => {
	const chunks = [];
	request.on('data', (chunk) => chunks.push(chunk));
	request.on('end', () => {
		const tokens = Number(/"maxTokens":(\d+)/.exec(Buffer.concat(chunks).toString())?.[1]);
		response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
		response.flushHeaders();
		const startedAt = performance.now() + firstMilliseconds;
		const tell = (index) => {
			if (index === tokens) return response.end('metadata');
			response.write(event);
			setTimeout(tell, startedAt + (index + 1) * intervalMilliseconds - performance.now(), index + 1);
		};
		setTimeout(tell, firstMilliseconds, 0);
	});
});
server.listen(0, '127.0.0.1', () => {
	process.send({
		endpoint: `http://127.0.0.1:${server.address().port}`,
		accessKeyId: 'AKIA',
		secretAccessKey: 'secret',
	});
});
process.once('disconnect', () => process.exit(0));
