// The supplier: the council as invoices, receipts and statements name it. Finance enters it.

import type { Council } from '#base/council.ts'

export type Supplier = { name: string; address: string; vatNumber: string; email: string; bankNote: string }

/** As papers name it: what finance has not entered is as the council has it. */
export const namedSupplier = (supplier: Supplier, { name, contactAddress }: Pick<Council, 'name' | 'contactAddress'>): Supplier => ({
  ...supplier,
  name: supplier.name || name,
  address: supplier.address || contactAddress,
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** @param json the stored value of the setting 'supplier' */
export const supplierFrom = (json: string | null | undefined): Supplier => {
  const fields = json ? (JSON.parse(json) as Record<string, unknown>) : {}
  return {
    name: textOf(fields['name']),
    address: textOf(fields['address']),
    vatNumber: textOf(fields['vatNumber']),
    email: textOf(fields['email']),
    bankNote: textOf(fields['bankNote']),
  }
}
