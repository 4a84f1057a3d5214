import type { OwnWords } from '#emails/messages/words.ts'
import { accountTemplates, organiserTemplates } from './account-templates.ts'
import { automaticTemplates } from './automatic-templates.ts'
import { bookerTemplates } from './booker-templates.ts'
import { delegateTemplates } from './delegate-templates.ts'
import { deliveryTemplates } from './delivery-templates.ts'
import { moneyTemplates } from './money-templates.ts'
import { waitingTemplates } from './waiting-templates.ts'
import { pathOf, type Template } from './wording.ts'

/** Every message that the service sends; a new one is one entry in the file of whoever reads it. */
export const catalogue: readonly Template[] = [
  ...delegateTemplates,
  ...bookerTemplates,
  ...waitingTemplates,
  ...automaticTemplates,
  ...deliveryTemplates,
  ...moneyTemplates,
  ...accountTemplates,
  ...organiserTemplates,
]

/** @param path its name as in an address */
export const templateAt = (path: string): Template | undefined => catalogue.find((template) => pathOf(template) === path)

/** Those that have the text that is looked for in their name, to whom and when they go, or their words. */
export const found = (templates: readonly Template[], q: string, own: OwnWords): Template[] => {
  const wanted = q.toLowerCase()
  return templates.filter((template) =>
    [
      template.label,
      template.to,
      template.when,
      ...Object.values(template.slots).flatMap(({ label, text }) => [label, text]),
      ...Object.values(own[template.name] ?? {}),
    ].some((text) => text?.toLowerCase().includes(wanted)),
  )
}
