const headers = (request: Request): Record<string, string> =>
  request.headers.get('origin') === 'https://app.example.com'
    ? {
        'Access-Control-Allow-Origin': 'https://app.example.com',
        'Access-Control-Allow-Methods': 'PUT',
        'Access-Control-Allow-Headers': 'Content-Type',
      }
    : {};

export function OPTIONS(request: Request): Response {
  return new Response(null, { status: 204, headers: headers(request) });
}

export async function PUT(request: Request): Promise<Response> {
  return Response.json({ got: await request.json() }, { headers: headers(request) });
}
