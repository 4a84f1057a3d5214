import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectForm } from '#returns/forms/store.ts'
import { formPath } from '#returns/forms/views/form.tsx'
import { type Sector, sectors } from '#schools/schools/school.ts'
import { PreviewPage } from './views/preview.tsx'

/** A form as schools see it, for officers. Mounted at /organiser/returns/forms. */
export const organiserPreviewPages = new Hono<AppEnv>().get('/:form{[0-9a-f]{8}-[0-9a-f-]{27}}/preview', async (c) => {
  const { act } = c.var
  const form = await readNow(act.db, selectForm(act.db, c.req.param('form')))
  if (!form) throw notFound('form')
  const asked = c.req.query('sector') ?? ''
  const sector: Sector = asked in sectors ? (asked as Sector) : 'maintained'
  const { returnControllers: controllers, returnBasis: basis } = c.var.council
  return c.render(<PreviewPage form={form} sector={sector} controllers={controllers} basis={basis} today={londonDay(act.now)} />, {
    title: 'As a school sees it',
    back: { href: formPath(form), text: 'Back to the form' },
  })
})
