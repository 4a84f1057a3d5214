import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayChanged, sayStored } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, typedOf } from '#base/web/form.ts'
import { asPounds } from '#money/terms/forms.ts'
import { addPriceCode, endPriceCode } from './change-price-codes.ts'
import { cellFields, codeFields, priceFields, readCode, readPriceFacts, versionForm } from './forms.ts'
import { readAllPrices, readPrices } from './list-store.ts'
import { retirePrices, savePrices } from './save-prices.ts'
import type { KeptVatCode, ListedPrices } from './stored-price-list.ts'
import { readVatCodes } from './vat-store.ts'
import { AddCodePage, EndCodePage } from './views/price-codes.tsx'
import { PriceFormPage } from './views/price-form.tsx'
import { PriceListPage, PriceListsPage, RetirePricesPage } from './views/price-lists.tsx'

type C = Context<AppEnv>

const home = '/organiser/finance/prices'
const listBack = { href: home, text: 'Prices' }
const body = (c: C) => c.req.parseBody({ all: true })

const mayWrite = (c: C): boolean => hasRole(c.var.act.actor, 'finance', 'administrator')
const mayOrganise = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

const meanwhile = sayChanged('These prices, or a VAT code of them, have')

const filled = (list: ListedPrices): Record<string, string> => ({
  name: list.name,
  pounds: asPounds(list.defaultPence),
  earlyPounds: asPounds(list.defaultEarlyPence),
  vatCodeId: list.vatCodeId,
  freePlaces: list.freePlaces === 0 ? '' : String(list.freePlaces),
  onlineLess: list.onlineLessPence === 0 ? '' : asPounds(list.onlineLessPence),
  notes: list.notes,
  ...Object.fromEntries(
    list.rows.flatMap((row) => {
      const fields = cellFields(row)
      return [
        [fields.pounds, asPounds(row.pence)],
        [fields.early, asPounds(row.earlyPence)],
        [fields.vat, row.vatCodeId ?? ''],
      ]
    }),
  ),
})

const listOf = async (c: C) => {
  const found = await readPrices(c.env.DB, c.req.param('key') ?? '', c.var.act.now)
  const [newest, ...earlier] = found.versions
  if (!newest) throw notFound('price list')
  return { ...found, newest, versions: [newest, ...earlier] as const }
}

/** The list of the address if it is not retired; retired prices cannot change. */
const standing = async (c: C) => {
  const found = await listOf(c)
  if (found.newest.retiredAt !== null) throw notFound('price list')
  return found
}

const backTo = (list: Pick<ListedPrices, 'key' | 'name'>) => ({ href: `${home}/${list.key}`, text: list.name })

const handleForm = async (c: C, vatCodes: readonly KeptVatCode[], of?: ListedPrices) => {
  const { act } = c.var
  const form = await body(c)
  const id = formId(form, act.now)
  const typed = typedOf(form, priceFields)
  const { version, action } = versionForm.parse(form)
  const usable = vatCodes.filter((code) => code.retiredAt === null)
  const show = (problems?: Problems, preview?: Parameters<typeof PriceFormPage>[0]['preview']) =>
    c.render(<PriceFormPage {...{ of, id, typed, vatCodes: usable, problems, preview }} />, {
      title: of ? 'A new version of prices' : 'Write a price list',
      back: of ? backTo(of) : listBack,
      hasProblems: problems !== undefined,
    })
  const read = readPriceFacts(form, usable)
  if (read.problems) {
    c.status(422)
    return show(read.problems)
  }
  if (action === 'preview') return show(undefined, { ...read.facts, id, key: id, version, vatCodes: usable })
  const saved = await savePrices(act, { id, facts: read.facts, of: of ? { key: of.key, version } : undefined })
  if (!saved.ok && saved.reason === 'saved_otherwise') {
    const [stored] = (await readPrices(act.db, of?.key ?? id, act.now)).versions
    const problems = { name: sayStored('what it stored stands above', 'Save again to make it a new version') }
    c.status(409)
    return c.render(
      <PriceFormPage {...{ of: stored, id: newId(act.now), typed, vatCodes: usable, problems, preview: stored, isSaved: true }} />,
      { title: 'A new version of prices', back: stored ? backTo(stored) : listBack, hasProblems: true },
    )
  }
  if (!saved.ok) {
    c.status(409)
    return show({ name: meanwhile })
  }
  flash(c, of ? 'Saved as a new version. Organisers choose it for the events that are to have it' : 'The price list is saved')
  return c.redirect(`${home}/${saved.value.key}`, 303)
}

/** Price lists, versions and codes. Mounted at /organiser/finance/prices. */
export const organiserPricePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const [lists, vatCodes] = await Promise.all([readAllPrices(c.env.DB, c.var.act.now), readVatCodes(c.env.DB)])
    return c.render(<PriceListsPage lists={lists} mayWrite={mayWrite(c)} hasVat={vatCodes.some((code) => code.retiredAt === null)} />, {
      title: 'Prices',
      back: { href: '/organiser/finance', text: 'Money' },
    })
  })
  .get('/new', async (c) => {
    const vatCodes = (await readVatCodes(c.env.DB)).filter((code) => code.retiredAt === null)
    return c.render(<PriceFormPage id={newId(c.var.act.now)} typed={{}} vatCodes={vatCodes} />, {
      title: 'Write a price list',
      back: listBack,
    })
  })
  .post('/new', async (c) => handleForm(c, await readVatCodes(c.env.DB)))
  .get('/:key', async (c) => {
    const { newest, versions, codes, events } = await listOf(c)
    return c.render(
      <PriceListPage {...{ versions, codes, events }} mayWrite={mayWrite(c)} mayOrganise={mayOrganise(c)} now={instant(c.var.act.now)} />,
      { title: newest.name, back: listBack },
    )
  })
  .get('/:key/edit', async (c) => {
    const { newest, vatCodes } = await standing(c)
    const usable = vatCodes.filter((code) => code.retiredAt === null)
    return c.render(<PriceFormPage of={newest} id={newId(c.var.act.now)} typed={filled(newest)} vatCodes={usable} />, {
      title: 'A new version of prices',
      back: backTo(newest),
    })
  })
  .post('/:key/edit', async (c) => {
    const { newest, vatCodes } = await standing(c)
    return handleForm(c, vatCodes, newest)
  })
  .get('/:key/retire', async (c) => {
    const { newest } = await standing(c)
    return c.render(<RetirePricesPage list={newest} />, { title: 'Retire prices', back: backTo(newest) })
  })
  .post('/:key/retire', async (c) => {
    const { newest } = await standing(c)
    const retired = await retirePrices(c.var.act, newest)
    if (!retired.ok) {
      c.status(409)
      return c.render(<RetirePricesPage list={newest} problem={meanwhile} />, {
        title: 'Retire prices',
        back: backTo(newest),
        hasProblems: true,
      })
    }
    flash(c, 'The price list is retired')
    return c.redirect(home, 303)
  })
  .get('/:key/codes/new', async (c) => {
    const { newest } = await standing(c)
    return c.render(<AddCodePage list={newest} id={newId(c.var.act.now)} typed={{}} />, { title: 'Add a code', back: backTo(newest) })
  })
  .post('/:key/codes/new', async (c) => {
    const { act } = c.var
    const { newest, codes } = await standing(c)
    const form = await body(c)
    const id = formId(form, act.now)
    const show = (problems: Problems, formOf = id) =>
      c.render(<AddCodePage list={newest} id={formOf} typed={typedOf(form, codeFields)} problems={problems} />, {
        title: 'Add a code',
        back: backTo(newest),
        hasProblems: true,
      })
    const read = readCode(form, act.now)
    if (read.problems) {
      c.status(422)
      return show(read.problems)
    }
    const added = await addPriceCode(act, newest.key, { ...read.facts, id })
    if (!added.ok && added.reason === 'saved_otherwise') {
      const stored = codes.find((one) => one.id === id)?.code ?? ''
      c.status(409)
      return show({ code: sayStored(`it added the code ${stored}`, 'Save again to add another beside it') }, newId(act.now))
    }
    if (!added.ok) {
      c.status(409)
      return show({ code: 'This list has that code already. End it first, or choose another' })
    }
    flash(c, 'The code is added. It can be used at once')
    return c.redirect(`${home}/${newest.key}`, 303)
  })
  .get('/:key/codes/:id/end', async (c) => {
    const { newest, codes } = await listOf(c)
    const code = codes.find(({ id, endedAt }) => id === c.req.param('id') && endedAt === null)
    if (!code) throw notFound('code')
    return c.render(<EndCodePage list={newest} code={code} />, { title: 'End a code', back: backTo(newest) })
  })
  .post('/:key/codes/:id/end', async (c) => {
    const { newest, codes } = await listOf(c)
    const code = codes.find(({ id }) => id === c.req.param('id'))
    if (!code) throw notFound('code')
    const ended = await endPriceCode(c.var.act, newest.key, code)
    flash(c, ended.ok ? 'The code is ended' : 'It was ended already', ended.ok)
    return c.redirect(`${home}/${newest.key}`, 303)
  })
