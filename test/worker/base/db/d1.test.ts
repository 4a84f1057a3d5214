// The database of tests in workerd, whose answers come from an object of ours (`test/support/database-object.ts`), answers as D1 does.
import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { asked, questions } from '#test/support/d1-questions.ts'
import { db } from '#test/support/factories.ts'

const { DB } = env as unknown as { DB: D1Database }

// Both begin without tables.
beforeAll(reset)

it.each(Object.entries(questions))('%s', async (_, question) => {
  await expect(asked(db as unknown as D1Database, question)).resolves.toEqual(await asked(DB, question))
})
