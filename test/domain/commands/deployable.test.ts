import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import { holesIn, whyNotDeploy } from '#commands/deployable.ts'
import { root } from '#commands/settings.ts'
import { insertOf } from '#commands/sql-literal.ts'

const sound = {
  vars: {
    FIRST_ADMINISTRATOR: 'web@herefordshire.gov.uk',
    BASE_URL: 'https://conferences.herefordshire.gov.uk',
    MAIL_FROM: 'Conferences <conferences@herefordshire.gov.uk>',
  },
  d1_databases: [{ database_id: '1c3a8f00-0000-4000-8000-000000000001' }],
  observability: { logs: { invocation_logs: false } },
}
const subjects = (change: object): string[] => whyNotDeploy({ ...sound, ...change }).map((sentence) => sentence.split(' ')[0] ?? '')

it('what the project comes with is not deployed: each placeholder is named', () => {
  const config = readConfig({ config: join(root, 'wrangler.toml') })
  expect(whyNotDeploy(config).map((sentence) => sentence.split(' ')[0])).toEqual([
    'database_id',
    'FIRST_ADMINISTRATOR',
    'BASE_URL',
    'MAIL_FROM',
  ])
})

it('a configuration of one’s own is deployed, and each thing that is missing, an example or only for one’s own computer is refused', () => {
  expect(whyNotDeploy(sound)).toEqual([])
  expect(subjects({ d1_databases: [] })).toEqual(['database_id'])
  expect(subjects({ d1_databases: [{ database_id: '00000000-0000-0000-0000-000000000000' }] })).toEqual(['database_id'])
  expect(subjects({ vars: { ...sound.vars, FIRST_ADMINISTRATOR: 'administrator@example.gov.uk' } })).toEqual(['FIRST_ADMINISTRATOR'])
  for (const BASE_URL of [
    undefined,
    'http://conferences.herefordshire.gov.uk',
    'https://a.herefordshire.gov.uk/',
    'https://conferences.example.gov.uk',
  ])
    expect(subjects({ vars: { ...sound.vars, BASE_URL } })).toEqual(['BASE_URL'])
  expect(subjects({ vars: { ...sound.vars, MAIL_FROM: 'Muster <conferences@example.gov.uk>' } })).toEqual(['MAIL_FROM'])
  expect(subjects({ vars: { ...sound.vars, LOCAL_MAIL: '1' } })).toEqual(['LOCAL_MAIL'])
  expect(subjects({ observability: { logs: { invocation_logs: true } } })).toEqual(['invocation_logs'])
  expect(subjects({ observability: undefined })).toEqual(['invocation_logs'])
})

it('a package of the service with a critical or high hole is named, and an answer that is none is told from one without holes', () => {
  const said = (severities: Record<string, string>) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: Object.fromEntries(Object.entries(severities).map(([name, severity]) => [name, { name, severity }])),
    })
  expect(holesIn(said({}))).toEqual([])
  expect(holesIn(said({ hono: 'critical', zod: 'moderate', stripe: 'high', qr: 'low' }))).toEqual(['hono', 'stripe'])
  for (const none of ['', 'npm error network', JSON.stringify({ error: { code: 'ENOAUDIT' } })]) expect(holesIn(none)).toBeUndefined()
})

it('what a command carries over is written as it was', () => {
  expect(insertOf('SignInCode', { id: `it's`, attempts: 0, next: null })).toBe(
    `INSERT INTO "SignInCode" ("id", "attempts", "next") VALUES ('it''s', 0, NULL)`,
  )
})
