import type { SameKeys } from '../catalogue.ts'
import type { security as english } from '../en/security.ts'

export const security: SameKeys<typeof english> = {
  'payout-linked':
    '{{who}} vinculó la cuenta de Stripe {{account}} con {{company}}: los pagos con tarjeta se abonan a través de ella.',
  'payout-edited': '{{who}} abrió el formulario de Stripe para cambiar la cuenta de abono de {{company}}.',
  'payout-disconnected':
    '{{who}} desconectó la cuenta de Stripe {{account}} de {{company}}: los clientes ya no pueden pagar en línea allí.',
  'roles-changed': '{{who}} cambió lo que {{person}} puede hacer en {{company}}. A partir de ahora: {{roles}}.',
  'person-removed': '{{who}} retiró a {{person}} de {{company}}.',
  'leader-invited': '{{who}} invitó a {{person}} a {{company}} como {{roles}}.',
  'factor-reset':
    '{{who}} restableció el segundo factor de {{person}} en {{company}}. Todas las sesiones terminaron; para entrar basta la contraseña hasta que se configure un factor nuevo.',
  'fee-changed': '{{who}} fijó una nueva tarifa de conveniencia.',
  'app-added': 'Se configuró una aplicación de autenticación para su cuenta.',
  'app-removed': 'Se quitó la aplicación de autenticación de su cuenta.',
  'passkey-added': 'Se agregó la llave de acceso «{{name}}» a su cuenta.',
  'passkey-removed': 'Se quitó la llave de acceso «{{name}}» de su cuenta.',
  'backup-codes-made': 'Se crearon nuevos códigos de respaldo para su cuenta. Los anteriores ya no sirven.',
  'backup-code-used': 'Alguien inició sesión en su cuenta con un código de respaldo.',
  'password-changed': 'Se cambió la contraseña de su cuenta.',
  'mail:subject': 'Aviso de seguridad',
  'mail:heading': 'Cambió algo relacionado con la seguridad',
  'mail:not-you':
    '¿Estaba acordado o fue usted? Entonces no hay nada que hacer. De lo contrario, cambie su contraseña, revise sus sesiones en Mi cuenta y hable de inmediato con sus administradores.',
  'mail:button': 'Abrir Mi cuenta',
  'mail:closing': 'Florin envía este aviso cada vez que cambia algo relacionado con la seguridad. No se puede desactivar.',
}
