// An OTLP receiver, gRPC and HTTP, that decodes by the official schema (compiled by protobufjs in OpenTelemetry's own package).
// Prints {"grpc":port,"http":port} first, then a line for each export: transport, signal, service and what was in it.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import grpc from '@grpc/grpc-js';

const require = createRequire(import.meta.url);
const { opentelemetry } = require('./node_modules/@opentelemetry/otlp-transformer/build/src/generated/root.js');
const collector = opentelemetry.proto.collector;

const signals = {
  metrics: {
    request: collector.metrics.v1.ExportMetricsServiceRequest, response: collector.metrics.v1.ExportMetricsServiceResponse,
    service: 'metrics.v1.MetricsService', resources: (r) => r.resourceMetrics,
    // A histogram whose points name traces is told twice, once as exemplar:NAME.
    names: (r) => r.scopeMetrics.flatMap((s) => s.metrics.flatMap((m) => [m.name,
      ...(m.histogram?.dataPoints ?? []).some((p) => p.exemplars?.some((e) => e.traceId?.length === 16)) ? [`exemplar:${m.name}`] : []])),
  },
  traces: {
    request: collector.trace.v1.ExportTraceServiceRequest, response: collector.trace.v1.ExportTraceServiceResponse,
    service: 'trace.v1.TraceService', resources: (r) => r.resourceSpans,
    names: (r) => r.scopeSpans.flatMap((s) => s.spans.map((span) => span.name)),
  },
  logs: {
    request: collector.logs.v1.ExportLogsServiceRequest, response: collector.logs.v1.ExportLogsServiceResponse,
    service: 'logs.v1.LogsService', resources: (r) => r.resourceLogs,
    names: (r) => r.scopeLogs.flatMap((s) => s.logRecords.map((l) => l.body?.stringValue ?? '')),
  },
};

function report(transport, signal, message) {
  for (const resource of signals[signal].resources(message)) {
    const service = resource.resource.attributes.find((a) => a.key === 'service.name')?.value.stringValue;
    console.log(JSON.stringify({ transport, signal, service, names: [...new Set(signals[signal].names(resource))] }));
  }
}

const rpc = new grpc.Server();
for (const [signal, { request, response, service }] of Object.entries(signals)) {
  const path = `/opentelemetry.proto.collector.${service}/Export`;
  rpc.addService({
    Export: {
      path, requestStream: false, responseStream: false,
      requestDeserialize: (bytes) => request.decode(bytes), requestSerialize: (m) => Buffer.from(request.encode(m).finish()),
      responseDeserialize: (bytes) => response.decode(bytes), responseSerialize: (m) => Buffer.from(response.encode(m).finish()),
    },
  }, { Export: (call, done) => { report('grpc', signal, call.request); done(null, {}); } });
}

const http = createServer((request, answer) => {
  const signal = request.url.replace('/v1/', '');
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    if (!(signal in signals) || request.headers['content-type'] !== 'application/x-protobuf') {
      answer.writeHead(404).end();
      console.log(JSON.stringify({ transport: 'http', refused: request.url, type: request.headers['content-type'] }));
      return;
    }
    const body = Buffer.concat(chunks);
    report('http', signal, signals[signal].request.decode(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
    answer.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(Buffer.from(signals[signal].response.encode({}).finish()));
  });
});

rpc.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ grpc: port, http: http.address().port })));
});
