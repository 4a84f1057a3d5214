import { type Context, Hono } from 'hono'
import { sayStored } from '#base/changed.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { addVatCode, retireVatCode } from './change-vat-codes.ts'
import { vatFields, vatForm } from './forms.ts'
import { readVatCodes } from './vat-store.ts'
import { RetireVatCodePage, VatCodesPage } from './views/vat.tsx'

type C = Context<AppEnv>

const back = { href: '/organiser/finance', text: 'Money' }

const show = async (c: C, id: string, typed: Record<string, string> = {}, problems?: Problems) =>
  c.render(<VatCodesPage codes={await readVatCodes(c.env.DB)} id={id} typed={typed} problems={problems} />, {
    title: 'VAT codes',
    back,
    hasProblems: problems !== undefined,
  })

/** The VAT code of the address, if not retired. */
const codeOf = async (c: C) => {
  const found = (await readVatCodes(c.env.DB)).find(({ id, retiredAt }) => id === c.req.param('id') && retiredAt === null)
  if (!found) throw notFound('VAT code')
  return found
}

/** VAT codes for prices. Mounted at /organiser/finance/vat. */
export const organiserVatPages = new Hono<AppEnv>()
  .get('/', (c) => show(c, newId(c.var.act.now)))
  .post('/', async (c) => {
    const form = await c.req.parseBody({ all: true })
    const id = formId(form, c.var.act.now)
    const typed = typedOf(form, vatFields)
    const read = vatForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, id, typed, problemsOf(read.error))
    }
    const { code, name, rate } = read.data
    const added = await addVatCode(c.var.act, { id, code, name, basisPoints: rate })
    if (!added.ok && added.reason === 'saved_otherwise') {
      const problem = sayStored('what it added is in the list', 'Save again to add another beside it')
      c.status(409)
      return show(c, newId(c.var.act.now), typed, { code: problem })
    }
    if (!added.ok) {
      c.status(409)
      return show(c, id, typed, { code: `There is a VAT code ${code} already. Retire it first, or choose another code` })
    }
    flash(c, `${code} is added. Prices can have it now`)
    return c.redirect('/organiser/finance/vat', 303)
  })
  .get('/:id/retire', async (c) =>
    c.render(<RetireVatCodePage code={await codeOf(c)} />, {
      title: 'Retire a VAT code',
      back: { href: '/organiser/finance/vat', text: 'VAT codes' },
    }),
  )
  .post('/:id/retire', async (c) => {
    const retired = await retireVatCode(c.var.act, await codeOf(c))
    flash(c, retired.ok ? 'The VAT code is retired' : 'It was retired already', retired.ok)
    return c.redirect('/organiser/finance/vat', 303)
  })
