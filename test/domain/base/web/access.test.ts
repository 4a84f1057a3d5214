import { expect, it } from 'vitest'
import { access, isSecretForm, mostForAll } from '#base/web/access.ts'

it('only pages of the council take more, each as much as its row of access says', () => {
  const larger = [...access].filter(([route, { most }]) => route.startsWith('POST ') && most !== mostForAll)
  expect(larger.map(([route, { most }]) => `${route}: ${most}`).toSorted()).toEqual([
    'POST /guidance/:id/draft: 30000000',
    'POST /organiser/events/:code/materials/:id/change: 30000000',
    'POST /organiser/events/:code/materials: 30000000',
    'POST /organiser/finance/invoice-requests/payments/apply: 4000000',
    'POST /organiser/finance/invoice-requests/payments: 4000000',
    'POST /organiser/meetings/:sessionId/reports: 4100000',
    'POST /organiser/register-imports: streamed',
    'POST /organiser/schools/contacts-import/apply: 4000000',
    'POST /organiser/schools/contacts-import: 4000000',
    'POST /organiser/schools/earlier-attendance/apply: 4000000',
    'POST /organiser/schools/earlier-attendance: 4000000',
    'POST /organiser/schools/early-years/apply: 4000000',
    'POST /organiser/schools/early-years: 4000000',
    'POST /organiser/schools/roles-import/apply: 4000000',
    'POST /organiser/schools/roles-import: 4000000',
    'POST /organiser/settings/logo: 4000000',
    'POST /organiser/settings/template: 30000000',
  ])
  for (const [route, { group }] of larger) expect([route, 'roles' in group]).toEqual([route, true])
})

it('forms of addresses that begin with a secret are taken from the origin “null”, and no others', () => {
  const words = ['place', 'join', 'agree', 'offers', 'vouch', 'door-link', 'evaluate', 'read', 'unsubscribe']
  expect(words.filter((word) => !isSecretForm(`/${word}/abc`))).toEqual([])
  expect(['/account/email', '/school/x/roles/head', '/sign-in', '/read', '/register/x/marks'].filter(isSecretForm)).toEqual([])
})
