import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayChanged, sayStored } from '#base/changed.ts'
import { instant, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import type { Asked, ReadFor } from '#base/web/press.tsx'
import { sayKept } from '#money/terms/words.ts'
import { addPriceCode, endPriceCode } from './change-price-codes.ts'
import { codeForm, priceForm, pricesTyped } from './forms.ts'
import { selectAllPrices, selectPrices } from './list-store.ts'
import type { VatCode } from './price.ts'
import { retirePrices, savePrices } from './save-prices.ts'
import type { KeptVatCode, ListedPrices } from './stored-price-list.ts'
import { selectVatCodes } from './vat-store.ts'
import { EndedCode } from './views/price-codes.tsx'
import { PriceFields } from './views/price-form.tsx'
import { inUse, PriceListPage, PriceListsPage } from './views/price-lists.tsx'
import { PriceTable } from './views/price-table.tsx'

const home = '/organiser/finance/prices'
const toLists = { href: home, text: 'Prices' }
const toList = ({ newest }: { newest: ListedPrices }) => ({ href: `${home}/${newest.key}`, text: newest.name })
const keep = ({ newest }: { newest: ListedPrices }) => ({ href: `${home}/${newest.key}`, text: 'Keep it' })
const listPath = ({ part }: Asked): string => `${home}/${part('key')}`

const meanwhile = sayChanged('These prices, or a VAT code of them, have')

const usable = (codes: readonly KeptVatCode[]) => codes.filter(({ retiredAt }) => retiredAt === null)

const readList = ({ db, part, now }: Asked) =>
  mapped(
    selectPrices(db, part('key'), now),
    ({ versions: [newest, ...earlier], vatCodes, ...of }) =>
      newest && { ...of, newest, versions: [newest, ...earlier] as const, vatCodes: usable(vatCodes) },
  )

/** Retired prices cannot change. */
const readStanding = (asked: Asked) => mapped(readList(asked), (list) => (list?.newest.retiredAt === null ? list : undefined))

const lists = page({
  at: '/',
  read: ({ db, now }) =>
    mapped(together({ lists: selectAllPrices(db, now), vatCodes: selectVatCodes(db) }), ({ vatCodes, ...of }) => ({
      ...of,
      hasVat: usable(vatCodes).length > 0,
    })),
  title: 'Prices',
  back: { href: '/organiser/finance', text: 'Money' },
  wide: true,
  show: (found, _, { act }) => <PriceListsPage {...found} mayWrite={hasRole(act.actor, 'finance', 'administrator')} />,
})

const list = page({
  at: '/:key',
  read: readList,
  title: ({ newest }) => newest.name,
  caption: ({ newest }) => `Version ${newest.version}, ${sayDay(newest.createdAt)}`,
  back: toLists,
  wide: true,
  show: (found, _, { act: { actor, now } }) => (
    <PriceListPage
      {...found}
      mayWrite={hasRole(actor, 'finance', 'administrator')}
      mayOrganise={hasRole(actor, 'organiser', 'administrator')}
      now={instant(now)}
    />
  ),
})

/** `newest`: the version that the new one follows, if any. */
type Ground = { vatCodes: readonly VatCode[]; newest: ListedPrices | undefined }

const pricesPage = (at: string, read: ReadFor<Ground>, done: string) =>
  question({
    at,
    read,
    title: at === '/new' ? 'Write a price list' : 'A new version of prices',
    heading: ({ newest }) => (newest ? `A new version of “${newest.name}”` : 'Write a price list'),
    back: ({ newest }) => (newest ? toList({ newest }) : toLists),
    wide: true,
    above: ({ newest }) => (newest ? <P>{sayKept(newest, 'until an organiser chooses the new version there')}</P> : null),
    form: (_, { vatCodes }) => priceForm(vatCodes),
    filled: ({ newest }) => (newest ? pricesTyped(newest) : {}),
    hidden: ({ newest }) => ({ version: String(newest?.version ?? 0) }),
    shape: (fields) => <PriceFields fields={fields} />,
    button: ({ newest }) => (newest ? 'Save as a new version' : 'Save'),
    preview: (facts, { vatCodes }) => <PriceTable list={{ ...facts, id: '', key: '', version: 0, vatCodes: [...vatCodes] }} />,
    act: (act, facts, { id, subject: { newest }, field }) =>
      savePrices(act, { id, facts, of: newest && { key: newest.key, version: Number(field('version')) || 0 } }),
    refused: {
      changed_meanwhile: { field: 'name', says: meanwhile },
      saved_otherwise: {
        field: 'name',
        says: sayStored(
          'what it stored is among the price lists',
          at === '/new' ? 'Save again to make another beside it, or change it there' : 'Save again to make it a new version',
        ),
      },
    },
    done,
    to: (_, saved) => `${home}/${saved?.key}`,
  })

const retire = question({
  at: '/:key/retire',
  read: readStanding,
  title: 'Retire prices',
  heading: ({ newest }) => `Retire “${newest.name}”?`,
  back: toList,
  above: ({ newest }) => (
    <P>No event can choose these prices any more, and this cannot be undone. What has them keeps them: {inUse(newest)}.</P>
  ),
  button: [{ text: 'Retire this list', kind: 'warning' }],
  or: keep,
  act: (act, _, { subject: { newest } }) => retirePrices(act, newest),
  refused: { changed_meanwhile: meanwhile },
  done: 'The price list is retired',
  to: home,
})

const addCode = question({
  at: '/:key/codes/new',
  read: readStanding,
  title: 'Add a code',
  caption: ({ newest }) => newest.name,
  back: toList,
  above: () => (
    <P>
      Anyone who types it when booking pays less for each place, as far as its places reach. First places that are free and places that a
      service agreement covers use none of it.
    </P>
  ),
  form: codeForm,
  button: 'Add',
  act: (act, facts, { id, part }) => addPriceCode(act, part('key'), { ...facts, id }),
  refused: {
    saved_otherwise: {
      field: 'code',
      says: sayStored('the code that it added is on the page of the list', 'Save again to add another beside it'),
    },
    code_exists: { field: 'code', says: 'This list has that code already. End it first, or choose another' },
  },
  done: 'The code is added. It can be used at once',
  to: listPath,
})

const endCode = question({
  at: '/:key/codes/:id/end',
  read: (asked) =>
    mapped(readList(asked), (of) => {
      const code = of?.codes.find(({ id, endedAt }) => id === asked.part('id') && endedAt === null)
      return of && code && { newest: of.newest, code }
    }),
  title: 'End a code',
  heading: ({ code }) => `End the code “${code.code}”?`,
  caption: ({ newest }) => newest.name,
  back: toList,
  above: ({ code }) => <EndedCode code={code} />,
  button: [{ text: 'End this code', kind: 'warning' }],
  or: keep,
  act: (act, _, { subject: { newest, code } }) => endPriceCode(act, newest.key, code),
  refused: { ended_before: { after: 'It was ended already' } },
  gone: 'It was ended already',
  done: 'The code is ended',
  to: listPath,
})

const readNew = ({ db }: Asked) => mapped(selectVatCodes(db), (codes) => ({ vatCodes: usable(codes), newest: undefined }))

/** Price lists, versions and codes. Mounted at /organiser/finance/prices. */
export const organiserPricePages = withPages(
  new Hono<AppEnv>(),
  lists,
  pricesPage('/new', readNew, 'The price list is saved'),
  list,
  pricesPage('/:key/edit', readStanding, 'Saved as a new version. Organisers choose it for the events that are to have it'),
  retire,
  addCode,
  endCode,
)
