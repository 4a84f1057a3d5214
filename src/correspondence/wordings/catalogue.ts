import type { OwnWords } from '#emails/messages/words.ts'
import { accountTemplates } from './account-templates.ts'
import { automaticTemplates } from './automatic-templates.ts'
import { bookerTemplates } from './booker-templates.ts'
import { complaintTemplates } from './complaint-templates.ts'
import { delegateTemplates } from './delegate-templates.ts'
import { deliveryTemplates } from './delivery-templates.ts'
import { moneyTemplates, organiserTemplates } from './money-templates.ts'
import { returnTemplates } from './return-templates.ts'
import { schoolTemplates } from './school-templates.ts'
import { waitingTemplates } from './waiting-templates.ts'
import { pathOf, type Template } from './wording.ts'

/** Every message of the service; add a new one to the file of its readers. */
export const catalogue: readonly Template[] = [
  ...delegateTemplates,
  ...bookerTemplates,
  ...waitingTemplates,
  ...automaticTemplates,
  ...deliveryTemplates,
  ...moneyTemplates,
  ...accountTemplates,
  ...complaintTemplates,
  ...schoolTemplates,
  ...returnTemplates,
  ...organiserTemplates,
]

/** @param path its name as in an address */
export const templateAt = (path: string): Template | undefined => catalogue.find((template) => pathOf(template) === path)

/** Templates with the text in their name, recipients, timing or words. */
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
