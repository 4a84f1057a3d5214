import { nobodyKnown } from '#base/match-person.ts'
import { Choices, type Problems } from '#base/web/field.tsx'
import { sayClash } from '../clash.ts'
import type { AskedPerson } from '../spelling.ts'

const inSentence = (role: string): string => (role.startsWith('Prevent') ? role : role.charAt(0).toLowerCase() + role.slice(1))

const labelOf = ({ name, email, records: [first, ...more], mailbox, school }: AskedPerson): string => {
  if (mailbox) return `Who is this? We know the address ${email} as that of somebody else`
  if (more.length > 0) return `Which ${name} is this?`
  return first?.role
    ? `Is this the ${first.name} who is ${school ? `${school}’s` : 'your'} ${inSentence(first.role)}?`
    : `Is this the ${first?.name ?? name} whom we know at ${school ?? 'your school'}?`
}

export const PersonQuestion = ({ at, problems, ...asked }: AskedPerson & { problems?: Problems | undefined }) => {
  const { name, mailbox, records } = asked
  const isOne = records.length === 1 && !mailbox
  const nameAndRole = (record: AskedPerson['records'][number]): string =>
    record.role ? `${record.name}, ${inSentence(record.role)}` : record.name
  return (
    <Choices
      type="radios"
      small
      name={`meant-${at}`}
      label={labelOf({ at, ...asked })}
      values={[]}
      options={[
        ...records.map((record) => {
          const hint = record.clashes.map((clash) => sayClash(record.name, clash)).join('. ')
          return { value: record.id, text: isOne ? 'Yes, the same person' : nameAndRole(record), ...(hint && { hint }) }
        }),
        { value: nobodyKnown, text: mailbox ? `${name}, who also reads this mailbox` : isOne ? 'No, somebody else' : 'Somebody else' },
      ]}
      problems={problems}
    />
  )
}

export const CarriedMeant = ({ row: { meant }, at }: { row: { meant?: string | undefined }; at: string }) =>
  meant ? <input type="hidden" name={`meant-${at}`} value={meant} /> : null
