using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Windows;

/// <summary>
/// Finds the pre-shared key of a main-mode policy when it is given to Windows: the records of a policy never hold one. The caller of the engine keeps
/// and disposes what it returns; null when there is none.
/// </summary>
/// <param name="context">The IKE main-mode context that asks for it.</param>
public delegate SecretBytes? PresharedKeySource(ProviderContext context);
