import { expect, it } from 'vitest'
import { anAccount, aSchool, request } from '../../support/factories.ts'
import { anAgreement } from './payers.ts'

const finance = () => anAccount({ roles: ['finance'] })
const text = async (path: string, cookie: string) => (await request(path, { cookie })).text()

it('smoke', async () => {
  const { cookie } = await finance()
  const school = await aSchool({ sector: 'academy', trustUid: 'P1', trustName: 'Pages Trust' })
  const here = `/organiser/finance/payers/payer-of-${school.id}`
  const trust = '/organiser/finance/payers/payer-of-trust-P1'
  const agreement = await anAgreement({ schoolId: school.id })
  for (const path of [
    '/organiser/finance/payers',
    '/organiser/finance/payers?q=pages+trust',
    '/organiser/finance/trusts',
    '/organiser/finance/routes',
    '/organiser/finance/agreements',
    '/organiser/finance/agreements?show=ended',
    '/organiser/finance/agreements/new',
    `/organiser/finance/agreements/new?payer=payer-of-${school.id}`,
    `/organiser/finance/agreements/${agreement}`,
    `/organiser/finance/agreements/${agreement}/end`,
    here,
    `${here}/routes/new`,
    `${here}/details`,
    trust,
    `${trust}/central/new`,
  ])
    expect([path, (await request(path, { cookie })).status]).toEqual([path, 200])
  expect(await text('/organiser/finance/payers?q=pages+trust', cookie)).toContain('Trust with 1 open school in the area')
})
