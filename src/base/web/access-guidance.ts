// Rows of `access.ts` for guidance: officers write and issue, organisers read. Readers of reports
// get its figures once they are published.

export const ofGuidance = {
  everyone: {
    '/read/:token': 'GET POST',
    '/read/:token/files/:fileId': 'GET',
  },
  signedInNamed: {
    '/school/:schoolId/guidance': 'GET',
    '/school/:schoolId/guidance/:issueId': 'GET',
    '/school/:schoolId/guidance/:issueId/opening': 'POST',
    '/school/:schoolId/guidance/:issueId/acknowledge': 'POST',
    '/school/:schoolId/guidance/:issueId/files/:fileId': 'GET',
  },
  coverage: {
    '/guidance': 'GET',
    '/guidance/:id': 'GET',
    '/guidance/:id/schools/:schoolId': 'GET',
    '/guidance/advice': 'GET',
    '/guidance/advice.csv': 'GET',
    '/guidance/advice/:adviceId': 'GET',
    '/guidance/reports/:number/difference': 'GET',
    '/guidance/:id/uptake': 'GET',
    '/guidance/:id/uptake/schools': 'GET',
    '/guidance/:id/uptake/schools.csv': 'GET',
    '/guidance/:id/uptake/report.xlsx': 'GET',
    '/guidance/:id/uptake/report.pdf': 'GET',
    '/reached/:notice/:subjectId': 'GET',
  },
  seconds: {
    '/guidance/:id/versions/:number': 'GET',
    '/guidance/:id/versions/:number/files/:fileId': 'GET',
  },
  officers: {
    '/reached/:notice/:subjectId': 'POST',
    '/reached/:notice/:subjectId/schools.csv': 'GET!',
    '/guidance/advice': 'POST',
    '/guidance/advice/:adviceId': 'POST',
    '/guidance/new': 'GET POST',
    '/guidance/:id/edit': 'GET POST',
    '/guidance/:id/draft': 'GET POST 30MB',
    '/guidance/:id/draft/delete': 'POST',
    '/guidance/:id/versions': 'POST',
    '/guidance/:id/issue': 'GET POST!',
    '/guidance/:id/withdraw': 'GET POST',
    '/guidance/:id/schools/:schoolId': 'POST',
    '/guidance/:id/uptake': 'POST',
    '/guidance/:id/uptake/launch': 'POST',
    '/guidance/:id/schools/:schoolId/level': 'POST',
    '/guidance/:id/schools/:schoolId/page': 'POST',
    '/guidance/:id/schools/:schoolId/tick': 'POST',
  },
} as const
