import type { SameKeys } from '../catalogue.ts'
import type { breaks as english } from '../en/breaks.ts'

export const breaks: SameKeys<typeof english> = {
  amount_differs: 'Se cobraron {{charged}} y lo acordado eran {{agreed}}.',
  'amount_differs:do': 'Lo que el pedido necesitaba está aplicado. Reembolse el resto en Stripe o pida al cliente lo que falta.',
  attempt_undecided: 'Desde hace dos días Stripe no dice cómo terminó un pago del pedido {{order}}.',
  'attempt_undecided:do': 'Búsquelo en Stripe antes de pedir al comprador que pague otra vez.',
  attempt_unknown:
    'Una página de pago de {{amount}} para el pedido {{order}} quizá siga abierta: la cuenta de Stripe {{account}} ya no permite a Florin consultarla.',
  'attempt_unknown:do':
    'Pregunte al titular de esa cuenta si se pagó y regístrelo a mano. Si la cuenta se vincula de nuevo, Florin lo consulta por sí mismo.',
  currency_differs: 'Se cobraron {{charged}}, pero lo acordado eran {{agreed}}. No se aplicó nada.',
  'currency_differs:do': 'Reembólselo en Stripe y pida al comprador que pague de nuevo.',
  dispute_not_booked: 'El banco del comprador disputa {{amount}}. Por ahora Stripe lo ha retirado.',
  'dispute_not_booked:do': 'Respóndala a tiempo en Stripe o deje que decida el banco.',
  'dispute_not_booked:lost': 'La disputa por {{amount}} se perdió. El dinero no vuelve.',
  'dispute_not_booked:lost:do': 'Regístrelo a mano: el cliente lo debe de nuevo o se da por incobrable.',
  'dispute_not_booked:won': 'La disputa por {{amount}} se ganó. El dinero ha vuelto.',
  'dispute_not_booked:won:do': 'Revierta lo que se registró a mano por ella.',
  overpaid: 'Se pagaron {{amount}} más de lo que el pedido {{order}} necesitaba.',
  'overpaid:do': 'Reembólselo en Stripe o acuerde con el cliente qué hacer con ello.',
  'overpaid:voided': 'Se pagaron {{amount}} por el pedido {{order}} después de anularlo.',
  refund_not_booked: 'En Stripe se reembolsaron {{refunded}} de {{charged}}.',
  'refund_not_booked:do': 'Regístrelo a mano. Si más tarde se reembolsa más, esto se abre de nuevo.',
  settlement_currency: 'Stripe liquidó {{amount}} como {{settled}}; sus comisiones no están registradas.',
  'settlement_currency:do': 'Registre las comisiones a mano según la página de Stripe de este pago.',
  unknown_charge: 'Llegaron {{amount}} a la cuenta de Stripe por fuera de Florin.',
  'unknown_charge:do': 'Está en partidas en suspenso. Averigüe en Stripe a qué corresponde y regístrelo a mano.',
}
