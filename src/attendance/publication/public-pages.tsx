import { type Context, Hono } from 'hono'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { coverageCsv, dataPackage } from './publication.ts'
import { selectPublic, selectPublicLines } from './store.ts'
import { OpenDataPage } from './views/open-data.tsx'

const published = async (c: Context<AppEnv>) => {
  const { publication, lines } = await readTogether(c.env.DB, {
    publication: selectPublic(c.env.DB),
    lines: selectPublicLines(c.env.DB),
  })
  if (!publication) throw notFound('page')
  return { publication, lines }
}

/**
 * What the council publishes, for everyone; not there while it publishes nothing. Mounted at
 * /open-data.
 */
export const publicOpenDataPages = new Hono<AppEnv>()
  .get('/', async (c) => c.render(<OpenDataPage {...(await published(c))} council={c.var.council.name} />, { title: 'Open data' }))
  .get('/coverage.csv', async (c) => {
    const { publication, lines } = await published(c)
    return c.body(coverageCsv(publication, lines), 200, { 'content-type': 'text/csv; charset=utf-8' })
  })
  .get('/datapackage.json', async (c) => {
    const { publication } = await published(c)
    return c.json(dataPackage(publication, c.var.council.name))
  })
