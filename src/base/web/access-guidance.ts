// Rows of `access.ts` for guidance: officers write and issue, organisers read. Readers of reports
// get its figures once they are published.

export const ofGuidance = {
  coverage: {
    '/guidance': 'GET',
    '/guidance/:id': 'GET',
    '/guidance/:id/versions/:number': 'GET',
    '/guidance/:id/versions/:number/file': 'GET',
  },
  officers: {
    '/guidance/new': 'GET POST',
    '/guidance/:id/edit': 'GET POST',
    '/guidance/:id/draft': 'GET POST',
    '/guidance/:id/draft/delete': 'POST',
    '/guidance/:id/versions': 'POST',
    '/guidance/:id/withdraw': 'GET POST',
  },
} as const
