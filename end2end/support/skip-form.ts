// A form in which every kind of condition stands once.

const text = (vi: string, en: string) => ({ vi, en });
const options = (...names: string[]) => names.map((name, at) => ({ value: at + 1, text: text(name, name) }));
const single = (code: string, title: string, more: object) => ({
  code,
  kind: 'single',
  role: 'experience',
  required: true,
  text: text(title, title),
  options: options('Một', 'Hai', 'Ba'),
  ...more,
});
const is = (question: string, equals: number) => ({ question, equals });
const among = (question: string, ...values: number[]) => ({ question, in: values });

export const SKIP_FORM = 'e2e-skip';

/**
 * `a` is always asked and decides most. `b` needs a = 1; `c` leans on `b`, and so on `a`; `d` needs a in (2, 3);
 * `many` is a multiple choice; `web` needs it to hold 1 or 2; `both` needs a in (2, 3) and many = 3; `either` needs
 * a = 3 or many = 1; `other` needs a ≠ 1; `never_b` needs b ≠ 1, also where b is not asked.
 * `table` needs a = 1 as a whole, and its second row needs b = 2 besides.
 */
export const skipForm = {
  code: SKIP_FORM,
  title: text('Phiếu có bước nhảy', 'A form that skips'),
  languages: ['vi', 'en'],
  scales: [
    {
      code: 'five',
      title: text('Năm mức', 'Five levels'),
      labels: [1, 2, 3, 4, 5].map((n) => ({ value: n, score: n, text: text(`Mức ${n}`, `Level ${n}`) })),
    },
  ],
  contents: [
    {
      code: 'all',
      title: text('Chung', 'Overall'),
      factors: [
        {
          code: 'overall',
          title: text('Chung', 'Overall'),
          items: [{ code: 'item', text: text('Nhìn chung', 'Overall'), scale: 'five' }],
        },
      ],
    },
  ],
  questions: [
    single('a', 'Câu a', {}),
    single('b', 'Câu b', { relevant_if: is('a', 1), hint: text('Gợi ý của câu b', 'Hint of b') }),
    single('c', 'Câu c', { relevant_if: is('b', 1) }),
    single('d', 'Câu d', { relevant_if: among('a', 2, 3) }),
    { ...single('many', 'Câu nhiều ý', {}), kind: 'multiple', required: false },
    single('web', 'Câu web', { relevant_if: among('many', 1, 2) }),
    single('both', 'Câu cả hai', { relevant_if: { all: [among('a', 2, 3), is('many', 3)] } }),
    single('either', 'Câu một trong hai', { relevant_if: { any: [is('a', 3), is('many', 1)] } }),
    single('other', 'Câu không', { relevant_if: { not: is('a', 1) } }),
    single('never_b', 'Câu không b', { relevant_if: { not: is('b', 1) } }),
    {
      code: 'table',
      kind: 'matrix',
      role: 'judgement',
      required: true,
      text: text('Bảng chỉ hỏi khi a là một', 'A table asked only if a is one'),
      hint: text('Gợi ý của bảng', 'Hint of the table'),
      scale: 'five',
      relevant_if: is('a', 1),
      rows: [
        { code: 'row_1', text: text('Dòng một', 'Row one') },
        { code: 'row_2', text: text('Dòng hai', 'Row two'), relevant_if: is('b', 2) },
      ],
    },
    { code: 'whole', kind: 'single', role: 'satisfaction', required: true, scale: 'five', items: ['item'] },
  ],
};
