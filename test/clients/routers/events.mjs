/** The results of a subscription over server-sent events, each as it comes. */
export async function* eventsOf(url, body, headers) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
  });
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split(/\r?\n\r?\n/);
    text = events.pop();
    for (const event of events) {
      const [, data] = /^data: ?(\{.*?)\r?$/m.exec(event) ?? [];
      if (data) yield JSON.parse(data);
    }
  }
}
