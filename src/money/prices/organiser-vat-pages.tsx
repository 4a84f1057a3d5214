import { Hono } from 'hono'
import { sayStored } from '#base/changed.ts'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { addVatCode, retireVatCode } from './change-vat-codes.ts'
import { vatForm } from './forms.ts'
import { selectVatCodes } from './vat-store.ts'
import { RetiredVatCode, VatCodesPage } from './views/vat.tsx'

const list = { href: '/organiser/finance/vat', text: 'VAT codes' }

const add = press({
  at: '/vat',
  form: vatForm,
  button: 'Add',
  act: (act, { rate: basisPoints, ...facts }, { id }) => addVatCode(act, { id, ...facts, basisPoints }),
  refused: {
    saved_otherwise: { field: 'code', says: sayStored('what it added is in the list', 'Save again to add another beside it') },
    code_exists: { field: 'code', says: 'There is this VAT code already. Retire it first, or choose another code' },
  },
  done: ({ values }) => `${values.code} is added. Prices can have it now`,
  to: list.href,
})

const codes = page({
  at: '/vat',
  read: ({ db }) => together({ codes: selectVatCodes(db) }),
  title: list.text,
  back: { href: '/organiser/finance', text: 'Money' },
  wide: true,
  presses: { add },
  show: (found, forms) => <VatCodesPage {...found} form={forms.add()} />,
})

const retire = question({
  at: '/vat/:id/retire',
  read: ({ db, part }) => mapped(selectVatCodes(db), (all) => all.find(({ id, retiredAt }) => id === part('id') && retiredAt === null)),
  title: 'Retire a VAT code',
  heading: ({ code }) => `Retire the VAT code “${code}”?`,
  back: list,
  above: (code) => <RetiredVatCode code={code} />,
  button: [{ text: 'Retire this code', kind: 'warning' }],
  or: { ...list, text: 'Keep it' },
  act: (act, _, { subject }) => retireVatCode(act, subject),
  refused: { retired_before: { after: 'It was retired already' } },
  done: 'The VAT code is retired',
  to: list.href,
})

/** VAT codes for prices. Mounted at /organiser/finance. */
export const organiserVatPages = withPages(new Hono<AppEnv>(), codes, retire)
