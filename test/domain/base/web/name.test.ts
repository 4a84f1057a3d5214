import { expect, it } from 'vitest'
import { nameForm as doorNameForm, walkInForm } from '#attendance/attendance/forms.ts'
import { cleanName, nameProblem } from '#base/web/name.ts'
import { contactProblems } from '#booking/placing/contact-forms.ts'
import { readDelegates } from '#booking/placing/forms.ts'
import { claimForm, trustClaimForm, unlistedForm } from '#people/claims/forms.ts'
import { correctionForm } from '#people/people/forms.ts'
import { nameForm, sharedForm, whoForm } from '#people/sign-in/forms.ts'

const names = [
  'Siân Ŵyn ap Llŷr',
  'St.Mary',
  'A.N.Other',
  'J. R. R. Tolkien',
  'Anne-Marie O’Neill (née Price)',
  'Mary Smith, BSc.',
  'Henry 3rd',
  'Dr.Jones',
  'Nguyễn Thị Ánh',
  'Scouts 12 and 13',
  'J.R.R.Tolkien',
  'J.SMITH',
  'St. John-Smythe',
  "ST.MARY'S SCHOOL",
  "Mary-Jane O'Neil jr.",
  'Mary Smith B.Ed. (Hons.)',
  'Nguyễn Thị Minh Khai',
  'محمد بن عبد الله',
  'د.أحمد الزهراني',
  '王小明',
  'マリア・ガルシア',
  'डॉ.शर्मा',
  'ดร.สมชาย',
  'И.И.Иванов',
  'Years 7, 8 and 9',
  'Lil Iolo',
]
const messages = [
  'See http://evil.example/login now',
  'www.evil',
  'Go to evil.example',
  'BIT.LY/abc',
  'Evil.Com',
  'me@evil.co.uk',
  'ring 01432 260000',
  'code 8-8-4-2-1',
  'smb:\\\\share',
  'ev\u200bil.example',
  'See t.co/abc now',
  'x.me',
  '1.ly',
  'a@evil',
  '＠evil',
  'Visit evil。com/pay',
  'evil．example',
  'evil｡example',
  'Go to EVIL.BARGAINS',
  'Evil.Bargains',
  'ПРИМЕР.РФ',
  '例子.中国',
  '𝐞𝐯𝐢𝐥.𝐜𝐨𝐦',
  'Ring ０７７００ ９００１２３ now',
  '٠٧٧٠٠ ٩٠٠١٢٣',
  'O800 I23',
  '077–00–90',
  '0, 7, 7, 0, 0, 9, 0, 0',
]

it('names that people have are names, and what carries a message is not', () => {
  expect(names.filter((name) => nameProblem(cleanName(name)) !== undefined)).toEqual([])
  expect(messages.filter((name) => nameProblem(cleanName(name)) === undefined)).toEqual([])
  expect(nameProblem('a\u0007b')).toBe('must not hold control characters')
})

it('what is far too long to be a name is looked at in no time', () => {
  const before = process.cpuUsage()
  for (const again of ['a', '1', '1 ', 'O', '.', 'a.', 'OOO1 ']) nameProblem(again.repeat(500_000))
  expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
})

it('what nobody sees is taken out of a name', () => {
  expect(cleanName('  Ann\u200b\u202e\u00ad  L\u3164ee\ufeff ')).toBe('Ann Lee')
  expect([cleanName('A\u200dnn'), cleanName('👩🏽\u200d🏫'), cleanName('علی\u200cرضا')]).toEqual(['Ann', '👩🏽\u200d🏫', 'علی\u200cرضا'])
})

it('“A name holds no address, no number of four digits or more and nothing that is not seen, wherever a person or a setting is named.”', () => {
  const role = { roleId: 'dsl' }
  const fields: Record<string, (name: string) => boolean> = {
    'own name': (name) => nameForm.schema.safeParse({ name }).success,
    'claim on a school': (name) => claimForm.safeParse({ schoolId: 's', ...role, name }).success,
    'claim on a trust': (name) => trustClaimForm.safeParse({ trustUid: 't', ...role, name }).success,
    'who asks for a setting': (name) =>
      unlistedForm([]).schema.safeParse({ setting: 'nursery', setName: 'Acorns', postcode: 'HR1 2AB', name, ...role }).success,
    'the setting': (setName) =>
      unlistedForm([]).schema.safeParse({ setting: 'nursery', setName, postcode: 'HR1 2AB', name: 'Ann Lee', ...role }).success,
    'who reads a mailbox': (name) => sharedForm.schema.safeParse({ shared: 'yes', name }).success,
    'who acts from a mailbox': (name) => whoForm().schema.safeParse({ person: 'other', name }).success,
    delegate: (name) => readDelegates([{ name, email: 'ann@example.org', roleId: 'dsl', represents: [] }], 1).ok,
    'who telephoned': (name) =>
      !('contactName' in contactProblems({ who: 'new', name, email: 'ann@example.org', telephone: '', how: 'by telephone' })),
    correction: (name) => correctionForm.schema.safeParse({ name, telephone: '' }).success,
    'walk-in': (name) =>
      walkInForm.safeParse({ walkIn: '018f4d1e-7c1a-7000-8000-000000000001', name, email: '', roleId: '', schoolId: 's', organisation: '' })
        .success,
    'name at the door': (name) => doorNameForm([]).schema.safeParse({ name, email: '', roleId: 'dsl' }).success,
  }
  for (const [field, takes] of Object.entries(fields)) {
    expect([field, takes('Siân Pritchard')]).toEqual([field, true])
    for (const message of messages) expect([field, message, takes(message)]).toEqual([field, message, false])
  }
})
