namespace Gatehouse.Windows.Sessions;

/// <summary>
/// What the calls that read security descriptors hand out: four pointers into the descriptor and the descriptor, which alone is freed.
/// </summary>
internal unsafe struct SecurityPointers
{
    public byte* Owner;
    public byte* Group;
    public byte* Dacl;
    public byte* Sacl;
    public void* Descriptor;
}
